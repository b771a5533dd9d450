"""The parent's six statements, 0–10. Source: domain.md §2.5, original wording of the project.

Arabic, Somali and Turkish are ours as well and have not been read by anyone who grew up with them.
"""

from samspil.delivery.instruments.shape import Instrument, Item

INSTRUMENT = Instrument(
    slug="parent",
    version=1,
    low=0,
    high=10,
    low_words={"da": "slet ikke", "en": "not at all", "ar": "أبداً", "so": "maya, gabi ahaanba", "tr": "hiç"},
    high_words={"da": "helt", "en": "completely", "ar": "تماماً", "so": "si buuxda", "tr": "tamamen"},
    source="domain.md §2.5: original wording, a reconstruction; the programme's own tool was not readable",
    licence="CC0-1.0",
    items=(
        Item(
            "calm",
            {
                "da": "Jeg kan tale roligt med mit barn, også når det er svært",
                "en": "I can talk calmly with my child, also when it is hard",
                "ar": "أستطيع أن أتحدث بهدوء مع طفلي، حتى عندما يكون الأمر صعباً",
                "so": "Ilmahayga si degan ayaan ula hadli karaa, xitaa marka ay adag tahay",
                "tr": "Çocuğumla, zor olduğunda bile, sakin konuşabiliyorum",
            },
            {
                "da": "Tale roligt",
                "en": "Calm talk",
                "ar": "التحدث بهدوء",
                "so": "Hadal degan",
                "tr": "Sakin konuşmak",
            },
        ),
        Item(
            "limits",
            {
                "da": "Jeg kan sætte grænser i hverdagen",
                "en": "I can set limits in daily life",
                "ar": "أستطيع أن أضع حدوداً في الحياة اليومية",
                "so": "Xad baan u dejin karaa nolol maalmeedka",
                "tr": "Günlük hayatta sınır koyabiliyorum",
            },
            {
                "da": "Sætte grænser",
                "en": "Setting limits",
                "ar": "وضع الحدود",
                "so": "Xad dejin",
                "tr": "Sınır koymak",
            },
        ),
        Item(
            "help",
            {
                "da": "Jeg ved, hvor jeg kan få hjælp",
                "en": "I know where to get help",
                "ar": "أعرف أين يمكنني الحصول على المساعدة",
                "so": "Waan aqaan meesha aan caawimo ka heli karo",
                "tr": "Nereden yardım alabileceğimi biliyorum",
            },
            {
                "da": "Vide, hvor der er hjælp",
                "en": "Knowing where help is",
                "ar": "معرفة مكان المساعدة",
                "so": "Ogaanshaha caawimada",
                "tr": "Yardımın yerini bilmek",
            },
        ),
        Item(
            "company",
            {
                "da": "Jeg er ikke alene om det",
                "en": "I am not alone with this",
                "ar": "لست وحدي في هذا",
                "so": "Arrintan keligay kuma ihi",
                "tr": "Bu konuda yalnız değilim",
            },
            {
                "da": "Ikke alene",
                "en": "Not alone",
                "ar": "لست وحدي",
                "so": "Keli ma ihi",
                "tr": "Yalnız değilim",
            },
        ),
        Item(
            "world",
            {
                "da": "Jeg forstår mit barns verden",
                "en": "I understand my child's world",
                "ar": "أفهم عالم طفلي",
                "so": "Waan fahmayaa dunida ilmahayga",
                "tr": "Çocuğumun dünyasını anlıyorum",
            },
            {
                "da": "Mit barns verden",
                "en": "My child's world",
                "ar": "عالم طفلي",
                "so": "Dunida ilmahayga",
                "tr": "Çocuğumun dünyası",
            },
        ),
        Item(
            "everyday",
            {
                "da": "Hverdagen i familien fungerer",
                "en": "The family's everyday life works",
                "ar": "الحياة اليومية في العائلة تسير جيداً",
                "so": "Nolol maalmeedka qoysku way hagaagsan tahay",
                "tr": "Ailenin günlük hayatı yolunda",
            },
            {
                "da": "Hverdagen",
                "en": "Everyday life",
                "ar": "الحياة اليومية",
                "so": "Nolol maalmeedka",
                "tr": "Günlük hayat",
            },
        ),
    ),
)
