# Usage: client.py URL SECRET BODY CALLBACK_SECRET ID TIMESTAMP SIGNATURE CALLBACK
# Sends BODY, signed by the standardwebhooks library, and verifies the callback by it.
import datetime
import sys
import urllib.request

from standardwebhooks.webhooks import Webhook

url, secret, body, callback_secret, id, timestamp, signature, callback = sys.argv[1:]
now = datetime.datetime.now(tz=datetime.timezone.utc)
request = urllib.request.Request(url, body.encode(), {
    "content-type": "application/json",
    "webhook-id": "msg_python",
    "webhook-timestamp": str(int(now.timestamp())),
    "webhook-signature": Webhook(secret).sign("msg_python", now, body),
})
Webhook(callback_secret).verify(callback, {"webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature})
with urllib.request.urlopen(request) as response:
    print(response.read().decode())
