"""People, departments and chats as the platform tells of them."""

from tests.fakes.feishu import FakeFeishu
from tests.fakes.feishu.conftest import ANN, BEN, GONE, TEAM, Client


async def test_a_person_is_described_as_far_as_the_scopes_go(fake: FakeFeishu, bot: Client) -> None:
    answer = await bot.call("GET", f"contact/v3/users/{ANN}", user_id_type="open_id")
    user = answer.body["data"]["user"]
    assert (user["name"], user["leader_user_id"], user["department_ids"]) == ("Ann", BEN, ["od-1"])
    assert user["status"]["is_resigned"] is False
    assert "email" not in user
    fake.platform.scopes -= {"contact:user.base:readonly", "contact:user.department:readonly"}
    user = (await bot.call("GET", f"contact/v3/users/{ANN}")).body["data"]["user"]
    assert not {"name", "leader_user_id", "department_ids"} & set(user)
    assert (await bot.call("GET", f"contact/v3/users/{GONE}")).body["data"]["user"]["status"]["is_resigned"] is True


async def test_strangers_and_people_outside_the_range(fake: FakeFeishu, bot: Client) -> None:
    assert (await bot.call("GET", "contact/v3/users/ou_stranger")).code == 99992351
    fake.platform.company.people[ANN].available = False
    assert (await bot.call("GET", f"contact/v3/users/{ANN}")).code == 41050


async def test_people_are_found_by_mail_and_phone(bot: Client) -> None:
    body = {"emails": ["ann@example.com", "nobody@example.com"], "mobiles": ["+8613800000000"]}
    answer = await bot.call("POST", "contact/v3/users/batch_get_id", body, user_id_type="open_id")
    assert answer.body["data"]["user_list"] == [
        {"email": "ann@example.com", "user_id": ANN},
        {"email": "nobody@example.com"},
        {"mobile": "+8613800000000", "user_id": ANN},
    ]
    too_many = await bot.call("POST", "contact/v3/users/batch_get_id", {"emails": ["a@b.c"] * 51})
    assert too_many.code == 230001


async def test_several_people_at_once(bot: Client) -> None:
    answer = await bot.call("GET", "contact/v3/users/batch", user_ids=ANN)
    assert [each["open_id"] for each in answer.body["data"]["items"]] == [ANN]
    answer = await bot.call("POST", "contact/v3/users/basic_batch", {"user_ids": [ANN, "ou_stranger"]})
    assert answer.body["data"]["users"] == [{"user_id": ANN, "name": "Ann"}]


async def test_departments_and_their_people(fake: FakeFeishu, bot: Client) -> None:
    fake.unit("od-2", "测试", parent="od-1")
    unit = (await bot.call("GET", "contact/v3/departments/od-1")).body["data"]["department"]
    assert (unit["name"], unit["leaders"]) == ("研发", [{"leaderType": 1, "leaderID": BEN}])
    below = (await bot.call("GET", "contact/v3/departments/od-1/children")).body["data"]["items"]
    assert [each["open_department_id"] for each in below] == ["od-2"]
    answer = await bot.call("GET", "contact/v3/users/find_by_department", department_id="od-1")
    assert [each["open_id"] for each in answer.body["data"]["items"]] == [ANN]
    assert (await bot.call("GET", "contact/v3/departments/od-9")).code == 43009


async def test_members_come_in_pages(fake: FakeFeishu, bot: Client) -> None:
    for index in range(3):
        fake.hire(f"ou_more{index}", f"More {index}")
    fake.found("oc_more", "更多", [f"ou_more{index}" for index in range(3)])
    path = "im/v1/chats/oc_more/members"
    first = (await bot.call("GET", path, member_id_type="open_id", page_size="2")).body["data"]
    assert ([each["name"] for each in first["items"]], first["has_more"]) == (["More 0", "More 1"], True)
    rest = (await bot.call("GET", path, page_size="2", page_token=first["page_token"])).body["data"]
    assert ([each["member_id"] for each in rest["items"]], rest["has_more"]) == (["ou_more2"], False)
    assert (await bot.call("GET", path, page_size="101")).code == 230001


async def test_chats(fake: FakeFeishu, bot: Client) -> None:
    fake.found("oc_other", "没有合拍", [ANN], bot=False)
    there = (await bot.call("GET", "im/v1/chats")).body["data"]["items"]
    assert [(each["chat_id"], each["name"]) for each in there] == [(TEAM, "华东组")]
    assert (await bot.call("GET", f"im/v1/chats/{TEAM}")).body["data"]["name"] == "华东组"
    assert (await bot.call("GET", "im/v1/chats/oc_other")).code == 230002
    assert (await bot.call("GET", "im/v1/chats/oc_unknown")).code == 232006
