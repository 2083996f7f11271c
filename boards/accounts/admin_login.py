"""Administrators sign in like everybody: with the same limits on attempts, and by the identity provider."""

from allauth.account.decorators import secure_admin_login as guarded

__all__ = ["guarded"]
