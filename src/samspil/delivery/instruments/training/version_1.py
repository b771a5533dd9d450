"""What those who took part think of a training course. It is about the course, never about who was there.

It asks for no own words: a few colleagues are known by how they write, and the provider is told counts alone.

Arabic, Somali and Turkish are ours as well and have not been read by anyone who grew up with them.
"""

from samspil.delivery.instruments.agreement import AGREEMENT
from samspil.delivery.instruments.shape import Instrument, Item

INSTRUMENT = Instrument(
    slug="training",
    version=1,
    title={
        "da": "Efter kurset",
        "en": "After the course",
        "ar": "بعد الدورة التدريبية",
        "so": "Tababarka kadib",
        "tr": "Kurstan sonra",
    },
    source="original wording of the project, after the contents of the training in domain.md §3",
    licence="CC0-1.0",
    items=(
        Item(
            "of_use",
            {
                "da": "Jeg kan bruge det, jeg lærte",
                "en": "I can use what I learned",
                "ar": "يمكنني استخدام ما تعلمته",
                "so": "Waan isticmaali karaa waxaan bartay",
                "tr": "Öğrendiklerimi kullanabilirim",
            },
            {
                "da": "Kan bruges",
                "en": "Of use",
                "ar": "مفيد",
                "so": "La isticmaali karo",
                "tr": "Kullanılabilir",
            },
            AGREEMENT,
        ),
        Item(
            "level",
            {
                "da": "Niveauet passede til mig",
                "en": "The level suited me",
                "ar": "كان المستوى مناسباً لي",
                "so": "Heerku way ii habboonayd",
                "tr": "Düzey bana uygundu",
            },
            {
                "da": "Niveauet",
                "en": "The level",
                "ar": "المستوى",
                "so": "Heerka",
                "tr": "Düzey",
            },
            AGREEMENT,
        ),
        Item(
            "practice",
            {
                "da": "Der var tid nok til at øve sig",
                "en": "There was enough time to practise",
                "ar": "كان هناك وقت كافٍ للتدرب",
                "so": "Waqti ku filan oo lagu tababarto ayaa jiray",
                "tr": "Alıştırma için yeterince zaman vardı",
            },
            {
                "da": "Tid til at øve sig",
                "en": "Time to practise",
                "ar": "وقت للتدرب",
                "so": "Waqti tababar",
                "tr": "Alıştırma zamanı",
            },
            AGREEMENT,
        ),
        Item(
            "measuring",
            {
                "da": "Jeg ved, hvordan målingerne bruges i samtalen",
                "en": "I know how the measurements are used in the conversation",
                "ar": "أعرف كيف تُستخدم القياسات في الحديث",
                "so": "Waan aqaan sida cabbirrada wadahadalka loogu isticmaalo",
                "tr": "Ölçümlerin konuşmada nasıl kullanıldığını biliyorum",
            },
            {
                "da": "Målinger i samtalen",
                "en": "Measurements in the talk",
                "ar": "القياسات في الحديث",
                "so": "Cabbirrada wadahadalka",
                "tr": "Konuşmada ölçümler",
            },
            AGREEMENT,
        ),
        Item(
            "limits",
            {
                "da": "Jeg ved, hvad jeg skal gøre, når noget er for stort for mig",
                "en": "I know what to do when something is too big for me",
                "ar": "أعرف ماذا أفعل عندما يكون الأمر أكبر مني",
                "so": "Waan aqaan waxaan sameeyo marka wax iga weynaado",
                "tr": "Bir şey beni aştığında ne yapacağımı biliyorum",
            },
            {
                "da": "Når noget er for stort",
                "en": "When it is too big",
                "ar": "عندما يكون أكبر مني",
                "so": "Marka wax weynaado",
                "tr": "Beni aştığında",
            },
            AGREEMENT,
        ),
    ),
)
