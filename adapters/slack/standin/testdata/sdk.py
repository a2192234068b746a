"""A small app on slack_sdk, Slack's own client, as a check of the stand-in.

Run by TestSlackSDK with the API's address, a bot token and an app-level token. It
answers a mention in its thread, a command by its response_url and a button by an
update, and exits 0 once it has seen all three and every error that it provokes.
"""

import sys
import threading

from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.signature import Clock, SignatureVerifier
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web import WebClient
from slack_sdk.webhook import WebhookClient

base_url, bot_token, app_token, body, timestamp, signature = sys.argv[1:]


class Fixed(Clock):
    def now(self):
        return float(timestamp)


verifier = SignatureVerifier("8f742231b10e8888abcd99yyyzzz85a5", clock=Fixed())
assert verifier.is_valid(body, timestamp, signature), "the signature is not Slack's"

web = WebClient(bot_token, base_url=base_url)
web.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=2))
me = web.auth_test()
failures = []
seen = {kind: threading.Event() for kind in ("events_api", "slash_commands", "interactive")}

BUTTON = {
    "type": "actions",
    "elements": [{"type": "button", "action_id": "more", "value": "v1", "text": {"type": "plain_text", "text": "More"}}],
}


def expect(code, call, **args):
    try:
        call(**args)
    except SlackApiError as e:
        assert e.response["error"] == code, f"{e.response}, want {code}"
        return e.response
    raise AssertionError(f"no error, want {code}")


def mention(event):
    channel, thread = event["channel"], event["ts"]
    web.reactions_add(channel=channel, timestamp=thread, name="eyes")
    expect("already_reacted", web.reactions_add, channel=channel, timestamp=thread, name="eyes")
    long = [{"type": "section", "text": {"type": "mrkdwn", "text": "a" * 3001}}]
    refused = expect("invalid_blocks", web.chat_postMessage, channel=channel, text="a", blocks=long)
    assert "must be less than 3001 characters" in refused["response_metadata"]["messages"][0], refused
    posted = web.chat_postMessage(
        channel=channel, thread_ts=thread, text="so", blocks=[BUTTON],
        metadata={"event_type": "answered", "event_payload": {"id": "7"}},
    )
    replies = web.conversations_replies(channel=channel, ts=thread, include_all_metadata=True)["messages"]
    assert replies[1]["ts"] == posted["ts"] and replies[1]["metadata"]["event_payload"] == {"id": "7"}, replies
    assert replies[1]["bot_id"] == me["bot_id"] and replies[0]["reply_count"] == 1, replies
    history = web.conversations_history(channel=channel, latest=thread, inclusive=True, limit=1)["messages"]
    assert history[0]["ts"] == thread, history
    expect("user_not_found", web.users_info, user="U0NOBODY001")
    assert web.users_info(user=event["user"], include_locale=True)["user"]["locale"] == "en-US"
    assert web.chat_getPermalink(channel=channel, message_ts=posted["ts"])["permalink"]
    gone = web.chat_postMessage(channel=channel, text="gone")
    web.chat_delete(channel=channel, ts=gone["ts"])
    expect("message_not_found", web.chat_delete, channel=channel, ts=gone["ts"])


def command(payload):
    answer = WebhookClient(payload["response_url"]).send(text="for you", response_type="ephemeral")
    assert answer.status_code == 200 and answer.body == "ok", answer.body


def press(payload):
    assert payload["actions"][0]["value"] == "v1", payload
    web.chat_update(channel=payload["channel"]["id"], ts=payload["message"]["ts"], text="updated", blocks=[])


def hear(client, request):
    client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))
    try:
        if request.type == "events_api":
            mention(request.payload["event"])
        elif request.type == "slash_commands":
            command(request.payload)
        elif request.type == "interactive":
            press(request.payload)
    except Exception as e:  # a failed check or call: said at the end
        failures.append(f"{request.type}: {e!r}")
    seen[request.type].set()


client = SocketModeClient(app_token, web_client=WebClient(app_token, base_url=base_url))
client.socket_mode_request_listeners.append(hear)
client.connect()
for kind, event in seen.items():
    if not event.wait(60):
        failures.append(f"{kind}: nothing came")
client.close()
if failures:
    sys.exit("\n".join(failures))
