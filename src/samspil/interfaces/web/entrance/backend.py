"""Who a session's account is: the library's own backend, with the read of every request prepared."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from samspil.people.queries import people


class Backend(AuthenticationBackend):
    """Signing in is the library's; only the reading of a known account is ours."""

    def get_user(self, user_id: uuid.UUID) -> Any:
        """The account of a session, if it may still come in; else None."""
        account = people.account(user_id)
        return account if account is not None and self.user_can_authenticate(account) else None
