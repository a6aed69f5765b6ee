/// GitHub's names of emoji between colons: `:tada:`.
enum EmojiCodes {
  /// A text with emoji instead of their names; unknown names stay.
  static func replaced(in text: Substring) -> String {
    guard text.utf8.contains(UInt8(ascii: ":")) else { return String(text) }
    var result = ""
    var rest = text
    while let colon = rest.firstIndex(of: ":") {
      let start = rest.index(after: colon)
      let name = rest[start...].prefix(longestName + 1).prefix { $0 != ":" }
      result += rest[..<colon]
      rest = rest[colon...]
      if !name.isEmpty, rest[name.endIndex...].first == ":", let emoji = emoji[name] {
        result += emoji
        rest = rest[name.endIndex...].dropFirst()
      } else {
        result += rest.prefix(1)
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }

  private static let longestName = emoji.keys.map(\.count).max() ?? 0

  /// By name: the common ones among GitHub's emoji.
  private static let emoji: [Substring: String] = {
    var emoji: [Substring: String] = [:]
    for entry in table.split(whereSeparator: \.isWhitespace) {
      guard let colon = entry.firstIndex(of: ":") else { continue }
      emoji[entry[..<colon]] = String(entry[colon...].dropFirst())
    }
    return emoji
  }()

  private static let table = """
    +1:👍 -1:👎 thumbsup:👍 thumbsdown:👎 smile:😄 smiley:😃 grinning:😀 grin:😁 laughing:😆 satisfied:😆 joy:😂 rofl:🤣
    sweat_smile:😅 wink:😉 blush:😊 innocent:😇 heart_eyes:😍 kissing_heart:😘 yum:😋 stuck_out_tongue:😛
    stuck_out_tongue_winking_eye:😜 sunglasses:😎 smirk:😏 neutral_face:😐 expressionless:😑 no_mouth:😶 thinking:🤔
    unamused:😒 roll_eyes:🙄 relieved:😌 pensive:😔 sleepy:😪 sleeping:😴 confused:😕 worried:😟
    slightly_frowning_face:🙁 slightly_smiling_face:🙂 upside_down_face:🙃 frowning_face:☹️ astonished:😲
    open_mouth:😮 flushed:😳 fearful:😨 cold_sweat:😰 cry:😢 sob:😭 scream:😱 disappointed:😞 sweat:😓 tired_face:😫
    rage:😡 angry:😠 triumph:😤 nerd_face:🤓 hugs:🤗 partying_face:🥳 exploding_head:🤯 skull:💀 ghost:👻 robot:🤖
    alien:👽 clown_face:🤡 poop:💩 hankey:💩 see_no_evil:🙈 hear_no_evil:🙉 speak_no_evil:🙊 wave:👋 raised_hand:✋
    ok_hand:👌 v:✌️ crossed_fingers:🤞 point_up:☝️ point_down:👇 point_left:👈 point_right:👉 point_up_2:👆 clap:👏
    raised_hands:🙌 pray:🙏 handshake:🤝 muscle:💪 writing_hand:✍️ fist:✊ facepunch:👊 punch:👊 eyes:👀 ear:👂
    brain:🧠 heart:❤️ broken_heart:💔 orange_heart:🧡 yellow_heart:💛 green_heart:💚 blue_heart:💙 purple_heart:💜
    black_heart:🖤 two_hearts:💕 sparkling_heart:💖 100:💯 anger:💢 boom:💥 collision:💥 dizzy:💫 speech_balloon:💬
    thought_balloon:💭 zzz:💤 fire:🔥 sparkles:✨ star:⭐ star2:🌟 zap:⚡ sunny:☀️ cloud:☁️ rainbow:🌈 snowflake:❄️
    umbrella:☔ droplet:💧 ocean:🌊 earth_africa:🌍 earth_americas:🌎 earth_asia:🌏 globe_with_meridians:🌐
    seedling:🌱 deciduous_tree:🌳 evergreen_tree:🌲 four_leaf_clover:🍀 maple_leaf:🍁 rose:🌹 sunflower:🌻 tulip:🌷
    cherry_blossom:🌸 bouquet:💐 dog:🐶 cat:🐱 mouse:🐭 rabbit:🐰 fox_face:🦊 bear:🐻 panda_face:🐼 koala:🐨 tiger:🐯
    lion:🦁 cow:🐮 pig:🐷 frog:🐸 monkey_face:🐵 chicken:🐔 penguin:🐧 bird:🐦 owl:🦉 bug:🐛 ant:🐜 bee:🐝 honeybee:🐝
    butterfly:🦋 snail:🐌 snake:🐍 turtle:🐢 octopus:🐙 whale:🐳 dolphin:🐬 fish:🐟 crab:🦀 unicorn:🦄 horse:🐴
    elephant:🐘 apple:🍎 banana:🍌 lemon:🍋 grapes:🍇 strawberry:🍓 cherries:🍒 peach:🍑 tomato:🍅 avocado:🥑 bread:🍞
    cheese:🧀 pizza:🍕 hamburger:🍔 fries:🍟 coffee:☕ tea:🍵 beer:🍺 beers:🍻 wine_glass:🍷 cocktail:🍸 cake:🍰
    birthday:🎂 cookie:🍪 chocolate_bar:🍫 doughnut:🍩 soccer:⚽ basketball:🏀 football:🏈 tennis:🎾 trophy:🏆
    medal_sports:🏅 1st_place_medal:🥇 2nd_place_medal:🥈 3rd_place_medal:🥉 dart:🎯 game_die:🎲 video_game:🎮 art:🎨
    musical_note:🎵 notes:🎶 musical_score:🎼 headphones:🎧 microphone:🎤 studio_microphone:🎙️ guitar:🎸
    musical_keyboard:🎹 trumpet:🎺 violin:🎻 drum:🥁 saxophone:🎷 loudspeaker:📢 mega:📣 bell:🔔 no_bell:🔕 mute:🔇
    sound:🔉 speaker:🔈 loud_sound:🔊 car:🚗 bus:🚌 train:🚋 bike:🚲 airplane:✈️ rocket:🚀 ship:🚢 boat:⛵ anchor:⚓
    construction:🚧 house:🏠 office:🏢 hospital:🏥 school:🏫 factory:🏭 mountain:⛰️ watch:⌚ hourglass:⌛
    hourglass_flowing_sand:⏳ alarm_clock:⏰ stopwatch:⏱️ calendar:📆 date:📅 phone:☎️ iphone:📱 computer:💻
    desktop_computer:🖥️ keyboard:⌨️ printer:🖨️ floppy_disk:💾 cd:💿 dvd:📀 camera:📷 video_camera:📹
    movie_camera:🎥 tv:📺 radio:📻 battery:🔋 electric_plug:🔌 bulb:💡 flashlight:🔦 money_with_wings:💸 dollar:💵
    moneybag:💰 gem:💎 wrench:🔧 hammer:🔨 hammer_and_wrench:🛠️ nut_and_bolt:🔩 gear:⚙️ toolbox:🧰 magnet:🧲
    microscope:🔬 telescope:🔭 test_tube:🧪 dna:🧬 petri_dish:🧫 pill:💊 syringe:💉 lock:🔒 unlock:🔓 key:🔑 shield:🛡️
    package:📦 gift:🎁 balloon:🎈 tada:🎉 confetti_ball:🎊 email:📧 envelope:✉️ inbox_tray:📥 outbox_tray:📤
    mailbox:📫 label:🏷️ bookmark:🔖 books:📚 book:📖 open_book:📖 notebook:📓 ledger:📒 closed_book:📕 green_book:📗
    blue_book:📘 orange_book:📙 scroll:📜 page_facing_up:📄 page_with_curl:📃 newspaper:📰 memo:📝 pencil:📝
    pencil2:✏️ pen:🖊️ paperclip:📎 link:🔗 pushpin:📌 round_pushpin:📍 scissors:✂️ clipboard:📋 file_folder:📁
    open_file_folder:📂 wastebasket:🗑️ chart_with_upwards_trend:📈 chart_with_downwards_trend:📉 bar_chart:📊
    mag:🔍 mag_right:🔎 triangular_ruler:📐 straight_ruler:📏 abacus:🧮 graduation_cap:🎓 mortar_board:🎓 crown:👑
    eyeglasses:👓 question:❓ grey_question:❔ exclamation:❗ heavy_exclamation_mark:❗ grey_exclamation:❕
    bangbang:‼️ interrobang:⁉️ warning:⚠️ no_entry:⛔ no_entry_sign:🚫 x:❌ negative_squared_cross_mark:❎
    white_check_mark:✅ heavy_check_mark:✔️ ballot_box_with_check:☑️ heavy_multiplication_x:✖️
    heavy_plus_sign:➕ heavy_minus_sign:➖ heavy_division_sign:➗ infinity:♾️ recycle:♻️ copyright:©️
    registered:®️ tm:™️ o:⭕ red_circle:🔴 orange_circle:🟠 yellow_circle:🟡 green_circle:🟢 large_blue_circle:🔵
    purple_circle:🟣 black_circle:⚫ white_circle:⚪ black_large_square:⬛ white_large_square:⬜
    small_red_triangle:🔺 small_blue_diamond:🔹 arrow_up:⬆️ arrow_down:⬇️ arrow_left:⬅️ arrow_right:➡️
    arrow_upper_right:↗️ arrow_lower_right:↘️ left_right_arrow:↔️ leftwards_arrow_with_hook:↩️
    arrow_right_hook:↪️ arrows_counterclockwise:🔄 repeat:🔁 fast_forward:⏩ rewind:⏪ arrow_forward:▶️
    pause_button:⏸️ stop_button:⏹️ record_button:⏺️ new:🆕 free:🆓 up:🆙 cool:🆒 ok:🆗 sos:🆘 information_source:ℹ️
    one:1️⃣ two:2️⃣ three:3️⃣ four:4️⃣ five:5️⃣ six:6️⃣ seven:7️⃣ eight:8️⃣ nine:9️⃣ zero:0️⃣ keycap_ten:🔟
    hash:#️⃣ checkered_flag:🏁 triangular_flag_on_post:🚩 white_flag:🏳️ rainbow_flag:🏳️‍🌈 us:🇺🇸 gb:🇬🇧 uk:🇬🇧
    de:🇩🇪 fr:🇫🇷 es:🇪🇸 it:🇮🇹 jp:🇯🇵 cn:🇨🇳 kr:🇰🇷 ru:🇷🇺 eu:🇪🇺 ch:🇨🇭 bow:🙇 shrug:🤷 facepalm:🤦 man:👨 woman:👩 baby:👶
    family:👪 busts_in_silhouette:👥 bust_in_silhouette:👤 technologist:🧑‍💻 man_technologist:👨‍💻
    woman_technologist:👩‍💻 scientist:🧑‍🔬 detective:🕵️ runner:🏃 running:🏃 walking:🚶 dancer:💃
    """
}
