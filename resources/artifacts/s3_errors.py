"""What boto3 raises, as errors that a person can mend."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from resources.errors import NotConfigured, StoreFailed, StudioError

__all__ = ["MISSING", "boto3_there", "bucket_errors", "code_of"]

MISSING = {"404", "NoSuchKey", "NotFound"}
"""How S3 says that there is no such object; a HEAD has no body, so its code is the status."""

_RIGHTS = (
    "The bucket denies this.",
    "Allow these credentials s3:GetObject, s3:PutObject, s3:DeleteObject and s3:AbortMultipartUpload below "
    "the prefix, and s3:ListBucket on the bucket.",
)
_CREDENTIALS = (
    "The bucket does not take these credentials.",
    "Renew those that boto3 finds (AWS_PROFILE, or AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY).",
)
_REGION = ("The bucket is in another region.", "Set AWS_DEFAULT_REGION to the bucket's region.")
_BUSY = ("The bucket is overloaded.", "Wait a little, then do the same again.")
_ANSWERS = {
    "NoSuchBucket": ("There is no such bucket.", "Make it, or set STUDIO_ARTIFACTS to one that is there."),
    "AccessDenied": _RIGHTS,
    "403": _RIGHTS,
    "AllAccessDisabled": _RIGHTS,
    "InvalidAccessKeyId": _CREDENTIALS,
    "SignatureDoesNotMatch": _CREDENTIALS,
    "ExpiredToken": _CREDENTIALS,
    "InvalidToken": _CREDENTIALS,
    "PermanentRedirect": _REGION,
    "AuthorizationHeaderMalformed": _REGION,
    "301": _REGION,
    "RequestTimeTooSkewed": ("This machine's clock is wrong.", "Set it, then do the same again."),
    "SlowDown": _BUSY,
    "ServiceUnavailable": _BUSY,
    "503": _BUSY,
}


def boto3_there() -> None:
    """See that boto3 is installed.

    Raises:
        NotConfigured: it is not; the mend names the extra.
    """
    try:
        import boto3  # noqa: F401  # only for whoever has a bucket
    except ImportError as error:
        raise NotConfigured(
            "Artifacts in S3 need boto3, which is not installed.",
            mend="Install it: pip install 'studio-films[s3]'.",
        ) from error


def code_of(error: Any) -> str:
    """S3's word in a `ClientError`, for example `NoSuchKey`."""
    return str(error.response.get("Error", {}).get("Code", ""))


@contextmanager
def bucket_errors(where: str) -> Iterator[None]:
    """Turn what boto3 raises into an error that a person can mend.

    Args:
        where: the address of the object or bucket.

    Raises:
        NotConfigured: there are no credentials, or a setting of boto3 cannot be used.
        StoreFailed: the bucket said no, or nothing.
    """
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        code = code_of(error)
        what, mend = _ANSWERS.get(
            code, (f"The bucket said {code or 'no'}.", "See to the bucket, then do the same again.")
        )
        raise StoreFailed(what, mend=mend, where=where) from error
    except (BotoCoreError, Boto3Error) as error:
        raise _unanswered(error, where) from error


def _unanswered(error: Exception, where: str) -> StudioError:
    from botocore import exceptions as no

    if isinstance(error, no.NoCredentialsError | no.PartialCredentialsError | no.CredentialRetrievalError):
        return NotConfigured(
            "boto3 finds no credentials for the bucket.",
            mend="Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or use a role.",
            where=where,
        )
    if isinstance(
        error, no.ProfileNotFound | no.ConfigParseError | no.ConfigNotFound | no.InvalidRegionError
    ):
        return NotConfigured(
            f"boto3's settings cannot be used ({type(error).__name__}).",
            mend="See AWS_PROFILE, AWS_DEFAULT_REGION and ~/.aws/config.",
            where=where,
        )
    if isinstance(error, no.SSOError | no.TokenRetrievalError):
        return NotConfigured("The sign-in for the bucket has ended.", mend="Run aws sso login.", where=where)
    return StoreFailed(
        f"The bucket's server did not answer ({type(error).__name__}).",
        mend="See that it runs and that AWS_ENDPOINT_URL_S3 is its address, then do the same again.",
        where=where,
    )
