"""Pictures and consents, which pages of several kinds carry, and the title and summary that every page has."""

from __future__ import annotations

from pydantic import Field

from generator.load.schema.fields import Day, Id, LabelText, Line, Model, Name, PictureFile, ScopeWord, YesNo


class PageModel(Model):
    """An ordinary page, such as about.md."""

    title: Line = Field(description="The page's title.", examples=["乡村午餐"])
    summary: Line = Field(
        default="", description="One or two plain sentences; a shared link shows them.", examples=["每天一顿热饭。"]
    )


class TranslationModel(Model):
    """A page's translation, such as lunch.en.md: its words alone."""

    title: Line = Field(description="The title in this language.", examples=["Village lunches"])
    summary: Line = Field(default="", description="One or two plain sentences.", examples=["A hot meal a day."])


class PictureModel(Model):
    """A picture in the folder pictures/."""

    file: PictureFile = Field(description="Its path from the content folder.", examples=["pictures/rain.jpg"])
    alt: LabelText = Field(description="What it shows, for those who cannot see it.", examples=["孩子们在新食堂吃午饭"])
    caption: LabelText | None = Field(default=None, description="A line below the picture.", examples=["开饭了"])
    credit: LabelText | None = Field(default=None, description="Who took it.", examples=["志愿者阿明"])
    taken: Day | None = Field(default=None, description="The day it was taken.", examples=["2024-10-12"])
    people: list[Id] = Field(
        default_factory=list, description="Who is shown: ids of persons under consents.", examples=[["xiaohe"]]
    )


class ConsentModel(Model):
    """A beneficiary's consent to be in a story or picture."""

    person: Id = Field(description="An id for the person, used nowhere on the site.", examples=["xiaohe"])
    scope: list[ScopeWord] = Field(description="What they agree to.", examples=[["story", "picture"]], min_length=1)
    purpose: Line = Field(description="What for, as the form says.", examples=["年度故事"])
    channel: list[Id] = Field(description="Where it may be shown.", examples=[["site"]], min_length=1)
    since: Day = Field(description="The day it was given.", examples=["2024-09-01"])
    until: Day | None = Field(default=None, description="The last day it holds.", examples=["2027-08-31"])
    withdrawn: Day | None = Field(default=None, description="The day it was withdrawn.", examples=["2025-03-01"])
    given_by: Name | None = Field(default=None, description="Who gave it for a child: the role.", examples=["mother"])
    child: YesNo = Field(default=False, description="Whether the person is a child.", examples=["yes"])
    name: Name | None = Field(
        default=None, description="A child's full name, to be found nowhere; only in private/.", examples=["何小满"]
    )
    school: Line | None = Field(default=None, description="A child's school; only in private/.", examples=["某某小学"])
    place: Line | None = Field(default=None, description="Where a child lives; only in private/.", examples=["某某村"])
