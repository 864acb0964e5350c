"""What the VDM advisor recommends; once a second at most (call.PACED)."""

from ses_tui.aws import shapes
from ses_tui.aws.operations import RECOMMENDATIONS, Calls
from ses_tui.aws.paging import pages
from ses_tui.core.resources import VERBATIM_CAP, Recommendation
from ses_tui.core.text import safe

PAGE_SIZE = 100


async def read_recommendations(caller: Calls) -> tuple[Recommendation, ...]:
    """Open and fixed ones, the gravest first."""
    recommendations: list[Recommendation] = []
    async for page in pages(caller, RECOMMENDATIONS, PageSize=PAGE_SIZE):
        recommendations += [_recommendation(one) for one in shapes.structs(page, "Recommendations")]
    return tuple(sorted(recommendations, key=Recommendation.order))


def _recommendation(answer: shapes.Answer) -> Recommendation:
    arn = shapes.raw_text(answer, "ResourceArn")
    # arn:aws:ses:REGION:ACCOUNT:identity/NAME; a name may itself hold "/" or ":"
    resource = arn.split(":", 5)[-1].partition("/")[2] or arn
    return Recommendation(
        safe(resource),
        safe(arn),
        shapes.text(answer, "Type"),
        shapes.text(answer, "Status"),
        shapes.text(answer, "Impact"),
        safe(shapes.raw_text(answer, "Description"), VERBATIM_CAP),
        shapes.as_time(answer.get("CreatedTimestamp")),
        shapes.as_time(answer.get("LastUpdatedTimestamp")),
    )
