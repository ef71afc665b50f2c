"""What has happened in the demo province so far: six notices in four and a half months, and everybody's answers."""

from __future__ import annotations

from app.cli.demo_courses import answers
from app.cli.demo_model import Correction, DemoStory
from app.cli.demo_province import PROVINCE
from app.cli.demo_province_land import FLOODS, INVESTMENT
from app.cli.demo_province_people import LAST_MEETING, SOCIETY
from app.cli.demo_province_reform import MEETING, REFORM

NOTICES = (MEETING, REFORM, FLOODS, INVESTMENT, SOCIETY, LAST_MEETING)
CORRECTIONS = (
    Correction(-92, "giaoban-dau", "3.5", "sovhttdl", -35, "Nhập nhầm ngày so với thông báo đã ký."),
    Correction(-70, "cai-cach", "14", "soyte", 28, "Nhập nhầm ngày so với thông báo đã ký."),
)


def province_story() -> DemoStory:
    """Everything up to yesterday."""
    return DemoStory(NOTICES, answers(PROVINCE, NOTICES), CORRECTIONS, mornings=(-2, -1), freezes=True)
