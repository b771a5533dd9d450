"""The teacher's short form after a visit. It is about the visit, never about a pupil.

Arabic, Somali and Turkish are ours as well and have not been read by anyone who grew up with them.
"""

from samspil.delivery.instruments.agreement import AGREEMENT
from samspil.delivery.instruments.shape import FreeText, Instrument, Item

INSTRUMENT = Instrument(
    slug="teacher",
    version=1,
    title={
        "da": "Lærer efter besøget",
        "en": "Teacher after the visit",
        "ar": "المعلم بعد الزيارة",
        "so": "Macallinka booqashada kadib",
        "tr": "Ziyaretten sonra öğretmen",
    },
    source="original wording of the project, after the checklist of a visit in domain.md §2.3",
    licence="CC0-1.0",
    items=(
        Item(
            "agreed",
            {
                "da": "Vi havde aftalt besøget godt nok på forhånd",
                "en": "We had agreed the visit well enough beforehand",
                "ar": "اتفقنا على الزيارة بشكل جيد مسبقاً",
                "so": "Booqashada horay si fiican ayaan uga heshiinnay",
                "tr": "Ziyareti önceden yeterince iyi kararlaştırmıştık",
            },
            {
                "da": "Aftalt på forhånd",
                "en": "Agreed beforehand",
                "ar": "الاتفاق المسبق",
                "so": "Heshiis hore",
                "tr": "Önceden anlaşma",
            },
            AGREEMENT,
        ),
        Item(
            "suited",
            {
                "da": "Besøget passede til gruppen",
                "en": "The visit suited the group",
                "ar": "كانت الزيارة مناسبة للمجموعة",
                "so": "Booqashadu way ku habboonayd kooxda",
                "tr": "Ziyaret gruba uygundu",
            },
            {
                "da": "Passede til gruppen",
                "en": "Suited the group",
                "ar": "مناسبة للمجموعة",
                "so": "Ku habboon kooxda",
                "tr": "Gruba uygun",
            },
            AGREEMENT,
        ),
        Item(
            "took_part",
            {
                "da": "Eleverne tog del i samtalen",
                "en": "The pupils took part in the conversation",
                "ar": "شارك التلاميذ في الحديث",
                "so": "Ardaydu wadahadalka way ka qayb qaateen",
                "tr": "Öğrenciler konuşmaya katıldı",
            },
            {
                "da": "Eleverne tog del",
                "en": "Pupils took part",
                "ar": "مشاركة التلاميذ",
                "so": "Ka qaybgalka ardayda",
                "tr": "Öğrencilerin katılımı",
            },
            AGREEMENT,
        ),
        Item(
            "use",
            {
                "da": "Jeg kan bruge besøget i undervisningen bagefter",
                "en": "I can use the visit in my teaching afterwards",
                "ar": "يمكنني الاستفادة من الزيارة في التدريس بعدها",
                "so": "Booqashada waxaan ka faa'iidaysan karaa waxbarashada kadib",
                "tr": "Ziyaretten sonraki derslerimde yararlanabilirim",
            },
            {
                "da": "Brugbart bagefter",
                "en": "Of use afterwards",
                "ar": "مفيدة لاحقاً",
                "so": "Faa'iido kadib",
                "tr": "Sonrası için yararlı",
            },
            AGREEMENT,
        ),
        Item(
            "own_words",
            {
                "da": "Hvad skal være anderledes næste gang?",
                "en": "What should be different next time?",
                "ar": "ما الذي يجب أن يكون مختلفاً في المرة القادمة؟",
                "so": "Maxaa marka xigta ka duwanaan doona?",
                "tr": "Bir dahaki sefere ne farklı olmalı?",
            },
            {
                "da": "Næste gang",
                "en": "Next time",
                "ar": "المرة القادمة",
                "so": "Marka xigta",
                "tr": "Bir dahaki sefer",
            },
            FreeText(),
            {
                "da": "Skriv ikke om enkelte elever.",
                "en": "Do not write about single pupils.",
                "ar": "لا تكتب عن تلاميذ بعينهم.",
                "so": "Ha ka qorin arday gaar ah.",
                "tr": "Tek tek öğrenciler hakkında yazmayın.",
            },
        ),
    ),
)
