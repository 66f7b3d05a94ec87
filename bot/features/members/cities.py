"""City words people type for a time zone, in Chinese and English."""

from collections.abc import Mapping

CITIES: Mapping[str, str] = {
    word: zone
    for zone, words in {
        "Asia/Shanghai": "上海 北京 广州 深圳 杭州 成都 武汉 南京 重庆 西安 苏州 天津 中国 国内 "
        "shanghai beijing guangzhou shenzhen hangzhou chengdu china",
        "Asia/Urumqi": "乌鲁木齐 urumqi",
        "Asia/Hong_Kong": "香港 hong_kong hongkong",
        "Asia/Macau": "澳门 macau",
        "Asia/Taipei": "台北 taipei",
        "Asia/Singapore": "新加坡 singapore",
        "Asia/Tokyo": "东京 日本 tokyo japan",
        "Asia/Seoul": "首尔 韩国 seoul korea",
        "Asia/Bangkok": "曼谷 泰国 bangkok",
        "Asia/Ho_Chi_Minh": "胡志明市 越南 saigon hanoi 河内",
        "Asia/Jakarta": "雅加达 jakarta",
        "Asia/Kolkata": "孟买 德里 新德里 班加罗尔 印度 mumbai delhi bangalore india",
        "Asia/Dubai": "迪拜 dubai",
        "Europe/Moscow": "莫斯科 moscow",
        "Europe/Berlin": "柏林 慕尼黑 法兰克福 汉堡 德国 berlin munich frankfurt hamburg germany",
        "Europe/Paris": "巴黎 法国 paris france",
        "Europe/Madrid": "马德里 西班牙 madrid barcelona spain",
        "Europe/Rome": "罗马 米兰 意大利 rome milan italy",
        "Europe/Amsterdam": "阿姆斯特丹 荷兰 amsterdam",
        "Europe/Zurich": "苏黎世 瑞士 zurich",
        "Europe/London": "伦敦 英国 london uk",
        "Africa/Johannesburg": "约翰内斯堡 南非 johannesburg",
        "Africa/Cairo": "开罗 埃及 cairo",
        "America/New_York": "纽约 波士顿 华盛顿 多伦多 new_york newyork nyc boston washington",
        "America/Chicago": "芝加哥 达拉斯 chicago dallas",
        "America/Denver": "丹佛 denver",
        "America/Los_Angeles": "洛杉矶 旧金山 硅谷 西雅图 los_angeles la san_francisco seattle",
        "America/Vancouver": "温哥华 vancouver",
        "America/Toronto": "toronto",
        "America/Sao_Paulo": "圣保罗 巴西 sao_paulo",
        "America/Mexico_City": "墨西哥城 mexico_city",
        "Australia/Sydney": "悉尼 墨尔本 sydney melbourne",
        "Pacific/Auckland": "奥克兰 新西兰 auckland",
    }.items()
    for word in words.split()
}
