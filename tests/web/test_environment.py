"""What a template writes is escaped exactly as Jinja escapes it."""

from __future__ import annotations

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

from app.domain.terms import Standing
from app.web.environment import PageEnvironment, written

VALUES = st.one_of(
    st.text(), st.integers(), st.floats(), st.none(), st.text().map(Markup), st.sampled_from(list(Standing))
)
TEMPLATE = """
{%- macro wrapped(x) -%}<b>{{ x }}</b>{%- endmacro -%}
{%- set kept %}<i>{{ value }}</i>{% endset -%}
{{ value }}|{{ wrapped(value) }}|{{ kept }}|{{ value ~ "<" }}|{{ missing }}|{% filter upper %}{{ value }}{% endfilter %}
{%- for each in [value, value|string, "<"|safe] %}{{ each }}{% endfor -%}
{% autoescape false %}{{ value }}{% endautoescape %}
"""


class Plain(PageEnvironment):
    """The same without the shorter way."""

    code_generator_class = CodeGenerator


QUICK, PLAIN = (kind(Flask(__name__), autoescape=True).from_string(TEMPLATE) for kind in (PageEnvironment, Plain))


@given(VALUES)
def test_written_is_escaped(value):
    assert written(value) == escape(value)


@given(VALUES)
def test_a_template_comes_out_as_jinja_writes_it(value):
    assert QUICK.render(value=value) == PLAIN.render(value=value)
