import sys, types
try:
    import app.adapters.extraction
except ImportError:
    m=types.ModuleType("app.adapters.extraction"); m.extract=None; m.check_pasted=None; sys.modules["app.adapters.extraction"]=m
try:
    import app.services.directives
except ImportError:
    m=types.ModuleType("app.services.directives"); m.NewDirective=m.NewTask=m.give_tasks=None; sys.modules["app.services.directives"]=m
    import app.services; app.services.directives=m
import pytest
from tests.browser.conftest import *
from tests.browser.test_pages import overflow, violations
from app.cli.demo_office import add_organisation
@pytest.mark.parametrize("n",[1,2])
def test_x(browser, sqlite, tmp_path, n):
    with serve(sqlite, tmp_path, lambda clock: add_organisation(db.session(), clock=clock)) as live:
        with visitor(browser, live, PHONE) as page:
            page.goto("/dang-nhap")
            assert overflow(page)==[]
            assert violations(page)==[]
            page.screenshot(path="/tmp/x.png")
            log_in(page, "quantri")
            print(page.url)
            page.goto("/tinh-trang")
            page.screenshot(path="/tmp/y.png")
