"""The simulated S3, as boto3 and as plain HTTP see it."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import socket
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from resources.simulator.storage.__main__ import main
from resources.simulator.storage.answers import StorageFault
from resources.simulator.storage.s3 import s3_app
from resources.simulator.storage.uploads import SMALLEST_PART
from tests.resources.simulator.storage.served import serving

ODD = "a b/ä+%2F&?#<>'\"~.json"


def code(answer: httpx.Response) -> tuple[int, str]:
    """Status and S3's word."""
    found = re.search(r"<Code>(\w+)</Code>", answer.text)
    return answer.status_code, found.group(1) if found else ""


def test_boto3_stores_reads_and_removes(s3: Any) -> None:
    """What boto3 puts comes back with its type, its metadata and its time, until it is removed."""
    s3.put_object(Bucket="films", Key=ODD, Body=b"film", ContentType="video/mp4", Metadata={"take": "1"})
    found = s3.get_object(Bucket="films", Key=ODD)
    assert b"film" == found["Body"].read()
    assert ("video/mp4", {"take": "1"}, 4) == (
        found["ContentType"],
        found["Metadata"],
        found["ContentLength"],
    )
    assert f'"{hashlib.md5(b"film").hexdigest()}"' == s3.head_object(Bucket="films", Key=ODD)["ETag"]
    assert "2026-01-01T00:00:00+00:00" == found["LastModified"].isoformat()
    assert [ODD] == [one["Key"] for one in s3.list_objects_v2(Bucket="films")["Contents"]]
    s3.delete_object(Bucket="films", Key=ODD)
    s3.delete_object(Bucket="films", Key=ODD)
    assert 0 == s3.list_objects_v2(Bucket="films")["KeyCount"]


def test_a_listing_goes_on_where_the_page_ended(s3: Any) -> None:
    """All keys are listed once and in order, over as many pages as it takes, folders folded on request."""
    keys = ["a/1", "a/2", "a/3", "a/4", "b", "c/1", "ä", "~"]
    for key in reversed(keys):
        s3.put_object(Bucket="films", Key=key, Body=b"")
    pages = list(s3.get_paginator("list_objects_v2").paginate(Bucket="films"))
    assert 3 == len(pages)
    assert sorted(keys, key=str.encode) == [one["Key"] for page in pages for one in page["Contents"]]
    for size in (1, 2, 3):
        folded: list[str] = []
        for page in s3.get_paginator("list_objects_v2").paginate(
            Bucket="films", Delimiter="/", PaginationConfig={"PageSize": size}
        ):
            folded += [one["Prefix"] for one in page.get("CommonPrefixes", ())]
            folded += [one["Key"] for one in page.get("Contents", ())]
        assert {"a/", "b", "c/", "ä", "~"} == set(folded)
        assert 5 == len(folded)
    after = s3.list_objects_v2(Bucket="films", Prefix="a/", StartAfter="a/2")
    assert ["a/3", "a/4"] == [one["Key"] for one in after["Contents"]]


def test_objects_arrive_in_parts(s3: Any) -> None:
    """A large object is put together from its parts, in their order."""
    from boto3.s3.transfer import TransferConfig

    data = b"1" * SMALLEST_PART + b"2" * SMALLEST_PART + b"3"
    parts = TransferConfig(multipart_threshold=SMALLEST_PART, multipart_chunksize=SMALLEST_PART)
    s3.upload_fileobj(io.BytesIO(data), "films", "big", ExtraArgs={"ContentType": "video/mp4"}, Config=parts)
    found = s3.head_object(Bucket="films", Key="big")
    assert (len(data), "video/mp4", True) == (
        found["ContentLength"],
        found["ContentType"],
        found["ETag"].endswith('-3"'),
    )
    back = io.BytesIO()
    s3.download_fileobj("films", "big", back, Config=parts)
    assert data == back.getvalue()
    assert [] == s3.list_multipart_uploads(Bucket="films").get("Uploads", [])


def test_an_upload_can_be_given_up(s3: Any, folder: Path) -> None:
    """An aborted upload leaves neither an object nor parts."""
    at = {"Bucket": "films", "Key": "big"}
    upload = s3.create_multipart_upload(**at)["UploadId"]
    s3.upload_part(**at, UploadId=upload, PartNumber=1, Body=b"part")
    assert [upload] == [one["UploadId"] for one in s3.list_multipart_uploads(Bucket="films")["Uploads"]]
    s3.abort_multipart_upload(**at, UploadId=upload)
    with pytest.raises(s3.exceptions.ClientError, match="NoSuchUpload"):
        s3.upload_part(**at, UploadId=upload, PartNumber=2, Body=b"part")
    assert [] == [file for file in folder.rglob("*") if file.is_file()]


@pytest.mark.parametrize(
    "order, word",
    [
        ("", "MalformedXML"),
        ("<Part><PartNumber>1</PartNumber></Part>", "MalformedXML"),
        ("<Part><PartNumber>3</PartNumber><ETag>x</ETag></Part>", "InvalidPart"),
        ("<Part><PartNumber>2</PartNumber><ETag>{1}</ETag></Part>", "InvalidPart"),
        (
            "<Part><PartNumber>2</PartNumber><ETag>{2}</ETag></Part>"
            "<Part><PartNumber>1</PartNumber><ETag>{1}</ETag></Part>",
            "InvalidPartOrder",
        ),
        (
            "<Part><PartNumber>1</PartNumber><ETag>&quot;{1}&quot;</ETag></Part>"
            "<Part><PartNumber>2</PartNumber><ETag>{2}</ETag></Part>",
            "EntityTooSmall",
        ),
    ],
)
def test_parts_that_do_not_fit_are_refused(http: httpx.Client, order: str, word: str) -> None:
    """An upload is completed by its own parts in their order, or not at all."""
    upload = re.search(r"<UploadId>(\w+)<", http.post("/films/big?uploads").text)
    assert upload is not None
    at = f"/films/big?uploadId={upload.group(1)}"
    etags = {
        n: http.put(f"{at}&partNumber={n}", content=f"part {n}").headers["etag"].strip('"') for n in (1, 2)
    }
    body = order.replace("{1}", etags[1]).replace("{2}", etags[2])
    answer = http.post(at, content=f"<CompleteMultipartUpload>{body}</CompleteMultipartUpload>")
    assert (400, word) == code(answer)
    assert 404 == http.head("/films/big").status_code
    assert (400, "InvalidArgument") == code(http.put(f"{at}&partNumber=10001", content=b"x"))
    assert (400, "MaxMessageLengthExceeded") == code(http.post(at, content=b" " * 4_200_000))


@pytest.mark.parametrize(
    "header, status, data",
    [
        ("bytes=2-4", 206, b"234"),
        ("bytes=7-", 206, b"789"),
        ("bytes=-3", 206, b"789"),
        ("bytes=0-99", 206, b"0123456789"),
        ("bytes=10-", 416, b""),
        ("bytes=-0", 416, b""),
        ("bytes=4-2", 200, b"0123456789"),
        ("lines=1-2", 200, b"0123456789"),
    ],
)
def test_a_range_is_answered(http: httpx.Client, header: str, status: int, data: bytes) -> None:
    """A part of an object can be asked for as S3 lets one ask."""
    http.put("/films/clip", content=b"0123456789")
    answer = http.get("/films/clip", headers={"Range": header})
    assert status == answer.status_code
    if status == 416:
        assert (416, "InvalidRange") == code(answer)
    else:
        assert data == answer.content
    if status == 206:
        assert answer.headers["content-range"].endswith("/10")


def test_a_key_that_is_taken_can_be_protected(http: httpx.Client) -> None:
    """`If-None-Match: *` stores what is new and leaves alone what is there."""
    new = {"If-None-Match": "*"}
    assert 200 == http.put("/films/clip", content=b"first", headers=new).status_code
    assert (412, "PreconditionFailed") == code(http.put("/films/clip", content=b"second", headers=new))
    assert b"first" == http.get("/films/clip").content
    assert 200 == http.put("/films/clip", content=b"third").status_code
    assert b"third" == http.get("/films/clip").content


def test_a_read_can_have_conditions(http: httpx.Client) -> None:
    """A reader gets the version that it knows, or is told that nothing changed."""
    etag = http.put("/films/clip", content=b"film").headers["etag"]
    assert 304 == http.get("/films/clip", headers={"If-None-Match": etag}).status_code
    assert 200 == http.get("/films/clip", headers={"If-Match": etag}).status_code
    assert (412, "PreconditionFailed") == code(http.get("/films/clip", headers={"If-Match": '"other"'}))


@pytest.mark.parametrize(
    "headers, word",
    [
        ({"x-amz-checksum-crc32": "AAAAAA=="}, "BadDigest"),
        ({"Content-MD5": "AAAAAAAAAAAAAAAAAAAAAA=="}, "BadDigest"),
        ({"x-amz-content-sha256": "0" * 64}, "XAmzContentSHA256Mismatch"),
        ({"x-amz-checksum-crc32c": "AAAAAA=="}, "NotImplemented"),
        ({"Content-Encoding": "aws-chunked"}, "NotImplemented"),
        ({"x-amz-copy-source": "/films/other"}, "NotImplemented"),
    ],
)
def test_bytes_that_are_not_those_announced_are_refused(
    http: httpx.Client, folder: Path, headers: dict[str, str], word: str
) -> None:
    """A body that was damaged on the way, or cannot be checked, is not stored."""
    assert word == code(http.put("/films/clip", content=b"film", headers=headers))[1]
    assert 404 == http.head("/films/clip").status_code
    assert [] == [file for file in folder.rglob("*") if file.is_file()]


def test_the_checksum_is_given_back(http: httpx.Client) -> None:
    """A reader who asks for it gets the checksum of the whole object."""
    right = base64.b64encode(zlib.crc32(b"film").to_bytes(4, "big")).decode()
    http.put("/films/clip", content=b"film", headers={"x-amz-checksum-crc32": right})
    asked = {"x-amz-checksum-mode": "ENABLED"}
    assert right == http.get("/films/clip", headers=asked).headers["x-amz-checksum-crc32"]
    assert "x-amz-checksum-crc32" not in http.get("/films/clip").headers


@pytest.mark.parametrize(
    "method, path, status, word",
    [
        ("GET", "/absent?list-type=2", 404, "NoSuchBucket"),
        ("PUT", "/absent/clip", 404, "NoSuchBucket"),
        ("GET", "/films/clip", 404, "NoSuchKey"),
        ("PUT", "/Films", 400, "InvalidBucketName"),
        ("PUT", "/..", 400, "InvalidBucketName"),
        ("GET", "/films?acl", 501, "NotImplemented"),
        ("GET", "/films/clip?tagging", 501, "NotImplemented"),
        ("POST", "/films/clip", 501, "NotImplemented"),
        ("GET", "/films?list-type=2&continuation-token=!", 400, "InvalidArgument"),
        ("GET", "/films?list-type=2&max-keys=x", 400, "InvalidArgument"),
        ("PUT", "/films/" + "k" * 1025, 400, "KeyTooLongError"),
    ],
)
def test_a_refusal_has_the_word_of_s3(
    http: httpx.Client, method: str, path: str, status: int, word: str
) -> None:
    """What cannot be done is said in S3's own words, and nothing that was asked is ignored."""
    assert (status, word) == code(http.request(method, path.replace("/..", "/%2e%2e")))


def test_a_bucket_is_made_listed_and_removed(http: httpx.Client) -> None:
    """A bucket can be removed when it is empty."""
    assert "<Name>films</Name>" in http.get("/").text
    http.put("/films/clip", content=b"film")
    assert (409, "BucketNotEmpty") == code(http.delete("/films"))
    http.delete("/films/clip")
    assert 204 == http.delete("/films").status_code
    assert 404 == http.head("/films").status_code


def test_an_unsigned_request_is_refused(http: httpx.Client) -> None:
    """Who forgets to sign is told, as by S3."""
    assert (403, "AccessDenied") == code(http.get("/films/clip", headers={"Authorization": ""}))


def test_an_ordered_refusal_happens_as_often_as_ordered(http: httpx.Client, app: Starlette) -> None:
    """A refusal can be ordered for some requests, and the next one is answered again."""
    app.state.faults.append(StorageFault(503, "SlowDown", method="PUT", within="clip", times=2))
    answers = [http.put(f"/films/{key}", content=b"x") for key in ("other", "clip", "clip", "clip")]
    assert [200, 503, 503, 200] == [answer.status_code for answer in answers]


def test_every_request_is_recorded_without_its_signature(s3: Any, app: Starlette) -> None:
    """A test can look at all requests, and none shows who asked."""
    s3.put_object(Bucket="films", Key=ODD, Body=b"film")
    put = app.state.requests[-1]
    assert ("PUT", f"/films/{ODD}", "100-continue") == (put.method, put.path, put.headers["expect"])
    assert not {"authorization", "x-amz-security-token"} & set(put.headers)


def test_objects_outlive_the_server(http: httpx.Client, folder: Path) -> None:
    """Another server on the same folder has the same objects, and no unfinished uploads."""
    http.put("/films/clip", content=b"film", headers={"Content-Type": "video/mp4"})
    upload = re.search(r"<UploadId>(\w+)<", http.post("/films/big?uploads").text)
    assert upload is not None
    http.put(f"/films/big?uploadId={upload.group(1)}&partNumber=1", content=b"part")
    (folder / "lost+found").mkdir()
    with serving(s3_app(folder)) as url:
        answer = httpx.get(f"{url}/films/clip", headers=dict(http.headers), trust_env=False)
        assert (b"film", "video/mp4") == (answer.content, answer.headers["content-type"])
        buckets = httpx.get(url, headers=dict(http.headers), trust_env=False).text
    assert "lost+found" not in buckets
    assert 2 == len([file for file in folder.rglob("*") if file.is_file()])


def test_the_command_serves_a_new_bucket(tmp_path: Path) -> None:
    """One command serves a bucket to try things with."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    command = [sys.executable, "-m", "resources.simulator.storage", "--folder", str(tmp_path / "s3")]
    process = subprocess.Popen(
        [*command, "--bucket", "films", "--port", str(port)], stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None
        assert f"http://127.0.0.1:{port}" in process.stderr.readline()
        answer = httpx.head(f"http://127.0.0.1:{port}/films", headers={"Authorization": "AWS4-HMAC-SHA256 x"})
        assert 200 == answer.status_code
    finally:
        process.terminate()
        process.communicate(timeout=10)


@pytest.mark.parametrize("words", [["--bucket", "No"], ["--port", "{taken}"]], ids=["name", "port"])
def test_a_command_that_cannot_serve_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    """An impossible bucket or a taken port is a message with a mend."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        chosen = [port if word == "{taken}" else word for word in words]
        assert 2 == main(["--folder", str(tmp_path), *chosen])
    assert "Use 3 to 63" in (said := capsys.readouterr().err) or "another port" in said
