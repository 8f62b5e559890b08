"""Claude, asked one question at a time: the answer comes at once and is paid by its tokens."""

from __future__ import annotations

from resources.claude.message import body, usage_of
from resources.claude.prices import price
from resources.errors import OutcomeUnknown
from resources.providers.answer.claude_account import ClaudeAccount
from resources.providers.at_once import AtOnceProvider, Made
from resources.providers.port import MediaSource, Request

__all__ = ["Claude"]


class Claude(ClaudeAccount, AtOnceProvider):
    """Answers questions with Claude. Its medium is the API's Message as JSON.

    An answer that was refused or cut off is paid like any other, so that it is kept like any other: who
    asked judges it. One that was lost on its way cannot be found again.
    """

    name = "claude"
    patience = 600.0
    caveat = (
        "A question is reserved at the most that it can cost and settled by the tokens that it took; "
        "refused and cut answers are paid too. An answer that was lost on its way cannot be found again, and "
        "one that takes longer than ten minutes counts as lost."
    )

    async def make(self, request: Request, media: MediaSource, slate: str) -> Made:
        """Ask once and read what it cost."""
        wanted = self._checked(request)
        client = self.client()
        reply = await client.message(body(wanted, media))
        usage = usage_of(reply.json)
        if usage is None or reply.json.get("type") != "message":
            raise OutcomeUnknown(
                "Anthropic answered a question with something that is no message.",
                mend="It may be paid: see the Claude Console's usage page, then launch with `fresh: true`.",
                where=client.base_url,
            )
        named = " ".join(filter(None, (str(reply.json.get("id") or ""), reply.request_id)))
        return Made(reply.data, ".json", price=price(wanted.model, usage), provider_id=named)
