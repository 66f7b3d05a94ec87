"""People and departments, as far as the application may see them."""

from datetime import UTC, datetime

from tests.fakes.dingtalk import FakeDingTalk
from tests.fakes.dingtalk.probe import Probe

GET = "/topapi/v2/user/get"


async def test_a_person(probe: Probe, fake: FakeDingTalk) -> None:
    answer = await probe.old(GET, userid="user0102", language="zh_CN")
    result = answer["result"]
    assert (answer["errcode"], result["name"], result["manager_userid"]) == (0, "赵敏", "manager4713")
    assert result["unionid"] == fake.site.company.person("user0102").union_id
    assert result["mobile"] == "13800000102"
    boss = (await probe.old(GET, userid="manager4713"))["result"]
    assert "manager_userid" not in boss


async def test_a_field_without_permission_is_not_there(probe: Probe, fake: FakeDingTalk) -> None:
    fake.site.scopes.remove("qyapi_get_member_by_mobile")
    assert "mobile" not in (await probe.old(GET, userid="user0102"))["result"]


async def test_people_who_cannot_be_read(probe: Probe, fake: FakeDingTalk) -> None:
    fake.site.company.person("user0415").visible = False
    fake.left("user0102")
    assert (await probe.old(GET, userid="user0415"))["errcode"] == 50002
    assert (await probe.old(GET, userid="user0102"))["errcode"] == 60121
    assert (await probe.old(GET, userid="nobody"))["errcode"] == 60121


async def test_an_unknown_field_is_refused(probe: Probe, fake: FakeDingTalk) -> None:
    status, _ = await probe.call("POST", GET, {"user_id": "user0102"}, access_token=probe.token)
    assert status == 400
    assert fake.alarms == ["undocumented: user/get has no field user_id"]


async def test_finding_somebody(probe: Probe, fake: FakeDingTalk) -> None:
    assert (await probe.old("/topapi/v2/user/getbymobile", mobile="13800000102"))["result"] == {"userid": "user0102"}
    assert (await probe.old("/topapi/v2/user/getbymobile", mobile="1"))["errcode"] == 60121
    union = fake.site.company.person("user0102").union_id
    found = (await probe.old("/topapi/user/getbyunionid", unionid=union))["result"]
    assert found == {"contact_type": 0, "userid": "user0102"}


async def test_walking_the_tree(probe: Probe) -> None:
    below = (await probe.old("/topapi/v2/department/listsub", dept_id=1))["result"]
    assert sorted(each["name"] for each in below) == sorted(["华东销售", "研发"])
    ids = (await probe.old("/topapi/v2/department/listsubid", dept_id=1))["result"]["dept_id_list"]
    assert ids == [each["dept_id"] for each in below]
    east = next(each["dept_id"] for each in below if each["name"] == "华东销售")
    first = (await probe.old("/topapi/v2/user/list", dept_id=east, cursor=0, size=1))["result"]
    assert first["has_more"] is True
    rest = (await probe.old("/topapi/v2/user/list", dept_id=east, cursor=first["next_cursor"], size=1))["result"]
    assert {each["userid"] for each in first["list"] + rest["list"]} == {"manager4713", "user0102"}
    assert rest["has_more"] is False
    assert (await probe.old("/topapi/user/listid", dept_id=1))["result"] == {"userid_list": []}
    assert (await probe.old("/topapi/v2/department/get", dept_id=99))["errcode"] == 60003
    parents = (await probe.old("/topapi/v2/department/listparentbyuser", userid="user0102"))["result"]
    assert parents["parent_list"] == [{"parent_dept_id_list": [east, 1]}]


async def test_who_leads_a_department(probe: Probe, fake: FakeDingTalk) -> None:
    fake.site.company.leaders["研发"] = ["user0415"]
    me = (await probe.old(GET, userid="user0415"))["result"]
    (leads,) = me["leader_in_dept"]
    assert leads == {"dept_id": me["dept_id_list"][0], "leader": True}
    mine = (await probe.old("/topapi/v2/department/get", dept_id=leads["dept_id"]))["result"]
    assert (mine["name"], mine["dept_manager_userid_list"]) == ("研发", ["user0415"])


async def test_who_is_on_leave(probe: Probe, fake: FakeDingTalk) -> None:
    begin, end = datetime(2026, 9, 17, 1, tzinfo=UTC), datetime(2026, 9, 18, 10, tzinfo=UTC)
    fake.hire("user0102", "赵敏", leaves=[(begin, end)])
    between = {"start_time": int(begin.timestamp() * 1000) - 5, "end_time": int(end.timestamp() * 1000) + 5}
    path = "/topapi/attendance/getleavestatus"
    answer = await probe.old(path, userid_list="user0102,user0415", offset=0, size=20, **between)
    (leave,) = answer["result"]["leave_status"]
    assert (leave["userid"], leave["start_time"]) == ("user0102", between["start_time"] + 5)
    after = {"start_time": between["end_time"], "end_time": between["end_time"] + 1000}
    assert not (await probe.old(path, userid_list="user0102", offset=0, size=20, **after))["result"]["leave_status"]
    assert (await probe.old(path, userid_list="user0102", offset=0, size=21, **after))["errcode"] == 40035


async def test_a_form_is_taken_as_well(probe: Probe, fake: FakeDingTalk) -> None:
    url = f"{fake.url}{GET}?access_token={probe.token}"
    async with probe.http.post(url, data={"userid": "user0102"}) as response:
        assert (await response.json())["result"]["name"] == "赵敏"
