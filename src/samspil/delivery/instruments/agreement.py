"""Five answers from disagreeing to agreeing, used by the short forms after a visit or a training day.

Arabic, Somali and Turkish are ours as well and have not been read by anyone who grew up with them.
"""

from samspil.delivery.instruments.shape import Choice, Choices

AGREEMENT = Choices(
    (
        Choice(
            "not_at_all",
            {
                "da": "Helt uenig",
                "en": "Disagree completely",
                "ar": "لا أوافق إطلاقاً",
                "so": "Gebi ahaanba kuma raacsani",
                "tr": "Hiç katılmıyorum",
            },
            1,
        ),
        Choice(
            "rather_not",
            {
                "da": "Mest uenig",
                "en": "Mostly disagree",
                "ar": "لا أوافق غالباً",
                "so": "Inta badan kuma raacsani",
                "tr": "Pek katılmıyorum",
            },
            2,
        ),
        Choice(
            "in_between",
            {
                "da": "Midt imellem",
                "en": "In between",
                "ar": "بين بين",
                "so": "Dhexdhexaad",
                "tr": "İkisinin ortası",
            },
            3,
        ),
        Choice(
            "rather",
            {
                "da": "Mest enig",
                "en": "Mostly agree",
                "ar": "أوافق غالباً",
                "so": "Inta badan waan ku raacsanahay",
                "tr": "Çoğunlukla katılıyorum",
            },
            4,
        ),
        Choice(
            "completely",
            {
                "da": "Helt enig",
                "en": "Agree completely",
                "ar": "أوافق تماماً",
                "so": "Gebi ahaanba waan ku raacsanahay",
                "tr": "Tamamen katılıyorum",
            },
            5,
        ),
    )
)
