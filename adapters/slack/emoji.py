"""Emoji by Slack's names for them: messages and reactions name them, the core knows the characters."""

import re
from collections.abc import Mapping

_ROWS = """
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 ok_hand 👌 clap 👏 pray 🙏 muscle 💪 wave 👋 raised_hands 🙌 open_hands 👐 fist ✊
facepunch 👊 punch 👊 v ✌️ crossed_fingers 🤞 the_horns 🤘 point_up ☝️ point_left 👈 point_right 👉 point_down 👇
point_up_2 👆 raised_hand ✋ hand ✋ handshake 🤝 saluting_face 🫡 heart_hands 🫶 tada 🎉 confetti_ball 🎊 balloon 🎈
gift 🎁 trophy 🏆 medal 🏅 first_place_medal 🥇 second_place_medal 🥈 third_place_medal 🥉 sports_medal 🏅 star ⭐
star2 🌟 sparkles ✨ fire 🔥 rocket 🚀 100 💯 boom 💥 zap ⚡ rainbow 🌈 sunny ☀️ cloud ☁️ rain_cloud 🌧️ snowflake ❄️
umbrella ☔ rose 🌹 sunflower 🌻 cherry_blossom 🌸 bouquet 💐 four_leaf_clover 🍀 seedling 🌱 heart ❤️
orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 black_heart 🖤 white_heart 🤍
broken_heart 💔 sparkling_heart 💖 two_hearts 💕 heartpulse 💗 cupid 💘 smile 😄 grinning 😀 smiley 😃 grin 😁
laughing 😆 satisfied 😆 sweat_smile 😅 joy 😂 rolling_on_the_floor_laughing 🤣 rofl 🤣 slightly_smiling_face 🙂
upside_down_face 🙃 wink 😉 blush 😊 innocent 😇 smiling_face_with_3_hearts 🥰 heart_eyes 😍 star-struck 🤩
kissing_heart 😘 yum 😋 stuck_out_tongue 😛 stuck_out_tongue_winking_eye 😜 zany_face 🤪 hugging_face 🤗
face_with_hand_over_mouth 🤭 shushing_face 🤫 thinking_face 🤔 zipper_mouth_face 🤐 face_with_raised_eyebrow 🤨
neutral_face 😐 expressionless 😑 no_mouth 😶 smirk 😏 unamused 😒 face_with_rolling_eyes 🙄 grimacing 😬
relieved 😌 pensive 😔 sleepy 😪 drooling_face 🤤 sleeping 😴 mask 😷 face_with_thermometer 🤒 nauseated_face 🤢
sneezing_face 🤧 hot_face 🥵 cold_face 🥶 dizzy_face 😵 exploding_head 🤯 face_with_cowboy_hat 🤠 partying_face 🥳
sunglasses 😎 nerd_face 🤓 face_with_monocle 🧐 confused 😕 worried 😟 slightly_frowning_face 🙁
white_frowning_face ☹️ open_mouth 😮 hushed 😯 astonished 😲 flushed 😳 pleading_face 🥺 frowning 😦 anguished 😧
fearful 😨 cold_sweat 😰 disappointed_relieved 😥 cry 😢 sob 😭 scream 😱 confounded 😖 persevere 😣 disappointed 😞
sweat 😓 weary 😩 tired_face 😫 yawning_face 🥱 triumph 😤 rage 😡 angry 😠 skull 💀 poop 💩 hankey 💩 clown_face 🤡
ghost 👻 robot_face 🤖 see_no_evil 🙈 hear_no_evil 🙉 speak_no_evil 🙊 dog 🐶 cat 🐱 panda_face 🐼 eyes 👀 brain 🧠
bulb 💡 bell 🔔 no_bell 🔕 mega 📣 loudspeaker 📢 memo 📝 pencil 📝 calendar 📅 date 📅 spiral_calendar_pad 🗓️
alarm_clock ⏰ hourglass ⌛ hourglass_flowing_sand ⏳ stopwatch ⏱️ watch ⌚ pushpin 📌 paperclip 📎 link 🔗 lock 🔒
unlock 🔓 key 🔑 wrench 🔧 hammer 🔨 gear ⚙️ package 📦 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉
bar_chart 📊 clipboard 📋 email 📧 envelope ✉️ phone ☎️ computer 💻 iphone 📱 moneybag 💰 coffee ☕ tea 🍵 beer 🍺
beers 🍻 cake 🍰 birthday 🎂 pizza 🍕 apple 🍎 rice 🍚 ramen 🍜 soccer ⚽ basketball 🏀 dart 🎯 checkered_flag 🏁
triangular_flag_on_post 🚩 white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌
negative_squared_cross_mark ❎ heavy_plus_sign ➕ heavy_minus_sign ➖ warning ⚠️ rotating_light 🚨 no_entry ⛔
no_entry_sign 🚫 stop_sign 🛑 sos 🆘 construction 🚧 question ❓ grey_question ❔ exclamation ❗
heavy_exclamation_mark ❗ bangbang ‼️ red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡
large_green_circle 🟢 large_blue_circle 🔵 white_circle ⚪ black_circle ⚫ arrow_up ⬆️ arrow_down ⬇️
arrow_left ⬅️ arrow_right ➡️ recycle ♻️ repeat 🔁 speech_balloon 💬 thought_balloon 💭 zzz 💤 sun_with_face 🌞
crescent_moon 🌙 earth_asia 🌏 house 🏠 office 🏢 hospital 🏥 car 🚗 airplane ✈️ train 🚆 bike 🚲 running 🏃 runner 🏃
walking 🚶 bow 🙇 shrug 🤷 facepalm 🤦 raising_hand 🙋 ok_woman 🙆 no_good 🙅 busts_in_silhouette 👥
bust_in_silhouette 👤 baby 👶 older_man 👴 cop 👮 ninja 🥷 crown 👑 gem 💎 ring 💍 one 1️⃣ two 2️⃣ three 3️⃣
four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ zero 0️⃣ keycap_ten 🔟
"""


def _table() -> Mapping[str, str]:
    words = _ROWS.split()
    return dict(zip(words[::2], words[1::2], strict=True))


NAMES: Mapping[str, str] = _table()
_SKINS = {f"skin-tone-{number}": chr(0x1F3F9 + number) for number in range(2, 7)}
_WRITTEN = re.compile(r"(?<![A-Za-z0-9]):([a-z0-9_+\-]{1,60}):(?::(skin-tone-[2-6]):)?(?![A-Za-z0-9])")
_PICTURES = re.compile(r"(?:\s*:[a-z0-9_+\-]{1,60}:(?::skin-tone-[2-6]:)?)+\s*")


def character(name: str) -> str:
    """The emoji of a reaction's name, `+1::skin-tone-3` included; empty for the workspace's own pictures."""
    base, _, skin = name.partition("::")
    found = NAMES.get(base, "")
    return f"{found.removesuffix(chr(0xFE0F))}{_SKINS[skin]}" if found and skin in _SKINS else found


def characters(text: str) -> str:
    """The text with known names as characters; `10:30:00` and unknown names stay."""
    return _WRITTEN.sub(lambda found: _shown(found[1], found[2] or "") or found[0], text)


def only_pictures(text: str) -> bool:
    """Nothing but pictures of the workspace's own, which have no character: what elsewhere is a sticker."""
    return _PICTURES.fullmatch(text) is not None


def _shown(name: str, skin: str) -> str:
    return character(f"{name}::{skin}" if skin else name)
