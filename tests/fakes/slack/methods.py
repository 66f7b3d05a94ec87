"""The Web API as one table: arguments, scope and tier of each method (docs.slack.dev/reference/methods, D-ref)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.fakes.slack import chat, conversations, people, reactions
from tests.fakes.slack.files import Files
from tests.fakes.slack.params import Params
from tests.fakes.slack.records import Json, Refusal
from tests.fakes.slack.views import Views
from tests.fakes.slack.workspace import Workspace

Do = Callable[[Workspace, Params], Json]
COMMON = ("token", "team_id")
"""Arguments every method takes: the SDK of a listener adds the team."""


@dataclass(frozen=True, slots=True)
class Method:
    """`tier` 0: a rate of its own. `json`: takes a JSON body. `sends`: something is seen to change, so faults strike.

    `scope` empty: none, or one that depends on the channel. `app`: called with an app-level token.
    """

    do: Do
    scope: str
    tier: int
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    json: bool = False
    sends: bool = False
    app: bool = False


def table(views: Views, files: Files, connect: Do) -> Mapping[str, Method]:
    """Every method there is, by name."""
    return {
        "auth.test": Method(people.auth_test, "", 4, json=True),
        "apps.connections.open": Method(connect, "connections:write", 3, json=True, app=True),
        **_chat(),
        **_conversations(),
        **_views(views),
        **_people(),
        **_rest(files),
    }


def _chat() -> Mapping[str, Method]:
    looks = ("text", "blocks", "attachments", "metadata", "markdown_text", "parse", "link_names")
    unfurls = ("unfurl_links", "unfurl_media", "mrkdwn")
    more = ("thread_ts", "username", "icon_emoji", "icon_url")
    writes = "chat:write"
    post = ("reply_broadcast", *unfurls, *more, *looks)
    return {
        "chat.postMessage": Method(chat.post_message, writes, 0, ("channel",), post, json=True, sends=True),
        "chat.postEphemeral": Method(
            chat.post_ephemeral, writes, 4, ("channel", "user"), (*more, *looks), json=True, sends=True
        ),
        "chat.update": Method(
            chat.update, writes, 3, ("channel", "ts"), ("reply_broadcast", "file_ids", *looks), json=True, sends=True
        ),
        "chat.delete": Method(chat.delete, writes, 3, ("channel", "ts"), json=True, sends=True),
        "chat.getPermalink": Method(chat.permalink, "", 4, ("channel", "message_ts")),
    }


def _conversations() -> Mapping[str, Method]:
    page = ("cursor", "limit")
    read = (*page, "oldest", "latest", "inclusive", "include_all_metadata")
    return {
        "conversations.open": Method(
            conversations.open, "im:write", 3, (), ("users", "channel", "return_im", "prevent_creation"), json=True
        ),
        "conversations.info": Method(
            conversations.info, "", 3, ("channel",), ("include_locale", "include_num_members")
        ),
        "conversations.list": Method(conversations.every, "", 2, (), ("types", "exclude_archived", *page)),
        "conversations.members": Method(conversations.members, "", 4, ("channel",), page),
        "conversations.history": Method(conversations.history, "", 3, ("channel",), read),
        "conversations.replies": Method(conversations.replies, "", 3, ("channel", "ts"), read),
    }  # fmt: skip


def _views(views: Views) -> Mapping[str, Method]:
    def open(ws: Workspace, p: Params) -> Json:
        return {"view": views.open(p.text("trigger_id"), p.data("view"))}

    def push(ws: Workspace, p: Params) -> Json:
        return {"view": views.push(p.text("trigger_id"), p.data("view"))}

    def update(ws: Workspace, p: Params) -> Json:
        if ("view_id" in p) == ("external_id" in p):
            raise Refusal("invalid_arguments")
        return {"view": views.update(p.text("view_id"), p.text("external_id"), p.text("hash"), p.data("view"))}

    def publish(ws: Workspace, p: Params) -> Json:
        user = ws.user(p.text("user_id"))["id"]
        return {"view": views.publish(user, p.data("view"), p.text("hash"))}

    return {
        "views.open": Method(open, "", 4, ("trigger_id", "view"), json=True),
        "views.push": Method(push, "", 4, ("trigger_id", "view"), json=True),
        "views.update": Method(update, "", 4, ("view",), ("view_id", "external_id", "hash"), json=True),
        "views.publish": Method(publish, "", 4, ("user_id", "view"), ("hash",), json=True, sends=True),
    }


def _people() -> Mapping[str, Method]:
    read = "users:read"
    return {
        "users.info": Method(people.info, read, 4, ("user",), ("include_locale",)),
        "users.list": Method(people.every, read, 2, (), ("cursor", "limit", "include_locale")),
        "users.lookupByEmail": Method(people.by_email, "users:read.email", 3, ("email",)),
        "users.profile.get": Method(people.profile, "users.profile:read", 4, (), ("user", "include_labels")),
        "team.profile.get": Method(people.team_profile, "users.profile:read", 3, (), ("visibility",)),
        "bots.info": Method(people.bots_info, read, 3, (), ("bot",)),
    }


def _rest(files: Files) -> Mapping[str, Method]:
    spot = ("channel", "name", "timestamp")
    complete = ("channel_id", "initial_comment", "thread_ts", "channels", "blocks")
    write = "files:write"
    return {
        "reactions.add": Method(reactions.add, "reactions:write", 3, spot, json=True, sends=True),
        "reactions.remove": Method(reactions.remove, "reactions:write", 2, spot, json=True, sends=True),
        "reactions.get": Method(reactions.get, "reactions:read", 3, ("channel", "timestamp"), ("full",)),
        "files.getUploadURLExternal": Method(
            files.upload_url, write, 4, ("filename", "length"), ("alt_txt", "snippet_type")
        ),
        "files.completeUploadExternal": Method(files.complete, write, 4, ("files",), complete, json=True, sends=True),
        "files.info": Method(files.info, "files:read", 4, ("file",), ("cursor", "limit", "count", "page")),
    }  # fmt: skip
