"""The vendor's own client, as a program: it connects, acknowledges what it hears, and tells it on its output.

Run by test_sdk.py in a process of its own: importing it takes seconds and binds an event loop.
"""

import json
import sys
from typing import Any

import lark_oapi as lark  # type: ignore[import-untyped]


def tell(kind: str, what: Any) -> None:
    sys.stdout.write(f"HEARD {json.dumps([kind, what])}\n")
    sys.stdout.flush()


def said(event: Any) -> None:
    tell("said", event.event.message.content)
    if "boom" in event.event.message.content:
        raise RuntimeError("boom")


def clicked(event: Any) -> Any:
    tell("clicked", [event.event.action.value, event.event.action.form_value])
    return {"toast": {"type": "success", "content": "Saved"}}


def main(url: str, app: str, secret: str) -> None:
    client = lark.Client.builder().app_id(app).app_secret(secret).domain(url).build()
    body = lark.im.v1.CreateMessageRequestBody.builder().receive_id("ou_ann").msg_type("text")
    request = lark.im.v1.CreateMessageRequest.builder().receive_id_type("open_id")
    answer = client.im.v1.message.create(
        request.request_body(body.content('{"text":"from the SDK"}').uuid("u1").build()).build()
    )
    tell("sent", [answer.code, answer.data.message_id if answer.data else answer.msg])
    builder = lark.EventDispatcherHandler.builder("", "")
    handler = builder.register_p2_im_message_receive_v1(said).register_p2_card_action_trigger(clicked).build()
    lark.ws.Client(app, secret, event_handler=handler, domain=url, log_level=lark.LogLevel.INFO).start()


if __name__ == "__main__":
    main(*sys.argv[1:])
