"""Files that people sent: an address to fetch one from, for a short while."""

from tests.fakes.dingtalk.errors import refused
from tests.fakes.dingtalk.fields import only
from tests.fakes.dingtalk.model import Json
from tests.fakes.dingtalk.request import Request
from tests.fakes.dingtalk.site import Site


async def download(site: Site, request: Request) -> Json:
    """POST /v1.0/robot/messageFiles/download."""
    body = only(request.body, "messageFiles/download", {"downloadCode": str, "robotCode": str})
    if body["robotCode"] != site.client_id:
        raise refused("invalidParameter.robotCode.notExsit", "机器人不存在")
    if body["downloadCode"] not in site.media:
        raise refused("invalidParameter.downloadCode.invalid", "无效的downloadCode")
    return {"downloadUrl": f"{site.url}/files/{body['downloadCode']}"}
