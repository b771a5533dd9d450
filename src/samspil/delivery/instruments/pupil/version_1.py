"""The pupils' five short questions after a visit, and one line of their own. No name is asked.

Arabic, Somali and Turkish are ours as well and have not been read by anyone who grew up with them.
"""

from samspil.delivery.instruments.agreement import AGREEMENT
from samspil.delivery.instruments.shape import FreeText, Instrument, Item

INSTRUMENT = Instrument(
    slug="pupil",
    version=1,
    title={
        "da": "Efter besøget",
        "en": "After the visit",
        "ar": "بعد الزيارة",
        "so": "Booqashada kadib",
        "tr": "Ziyaretten sonra",
    },
    source="domain.md §2.5: original wording, a reconstruction; the programme's own form was not readable",
    licence="CC0-1.0",
    items=(
        Item(
            "new",
            {
                "da": "Jeg lærte noget nyt",
                "en": "I learned something new",
                "ar": "تعلمت شيئاً جديداً",
                "so": "Wax cusub ayaan bartay",
                "tr": "Yeni bir şey öğrendim",
            },
            {
                "da": "Noget nyt",
                "en": "Something new",
                "ar": "شيء جديد",
                "so": "Wax cusub",
                "tr": "Yeni bir şey",
            },
            AGREEMENT,
        ),
        Item(
            "voice",
            {
                "da": "Jeg fik sagt, hvad jeg mener",
                "en": "I got to say what I think",
                "ar": "استطعت أن أقول رأيي",
                "so": "Waan sheegi karay fikirkayga",
                "tr": "Düşündüğümü söyleyebildim",
            },
            {
                "da": "Fik sagt sin mening",
                "en": "Said what I think",
                "ar": "قول الرأي",
                "so": "Sheegidda fikirka",
                "tr": "Düşüncesini söylemek",
            },
            AGREEMENT,
        ),
        Item(
            "others",
            {
                "da": "Jeg kom til at forstå andre bedre",
                "en": "I came to understand others better",
                "ar": "أصبحت أفهم الآخرين بشكل أفضل",
                "so": "Dadka kale si fiican ayaan u fahmay",
                "tr": "Başkalarını daha iyi anladım",
            },
            {
                "da": "Forstå andre",
                "en": "Understanding others",
                "ar": "فهم الآخرين",
                "so": "Fahamka dadka kale",
                "tr": "Başkalarını anlamak",
            },
            AGREEMENT,
        ),
        Item(
            "safe",
            {
                "da": "Det var trygt at sige noget",
                "en": "It felt safe to speak",
                "ar": "شعرت بالأمان عند الكلام",
                "so": "Hadalku ammaan buu ii ahaa",
                "tr": "Konuşurken kendimi güvende hissettim",
            },
            {
                "da": "Trygt at tale",
                "en": "Safe to speak",
                "ar": "أمان في الكلام",
                "so": "Ammaan in la hadlo",
                "tr": "Güvenle konuşmak",
            },
            AGREEMENT,
        ),
        Item(
            "more",
            {
                "da": "Jeg vil gerne have mere af det her",
                "en": "I would like more of this",
                "ar": "أود المزيد من هذا",
                "so": "Waxyaabahan wax dheeraad ah ayaan jeclaan lahaa",
                "tr": "Bundan daha fazla isterim",
            },
            {
                "da": "Gerne mere",
                "en": "More of this",
                "ar": "المزيد",
                "so": "Wax dheeraad ah",
                "tr": "Daha fazlası",
            },
            AGREEMENT,
        ),
        Item(
            "own_words",
            {
                "da": "Er der noget, du vil sige om besøget?",
                "en": "Is there anything you want to say about the visit?",
                "ar": "هل هناك شيء تريد قوله عن الزيارة؟",
                "so": "Ma jiraa wax aad ka rabto inaad ka sheegto booqashada?",
                "tr": "Ziyaret hakkında söylemek istediğin bir şey var mı?",
            },
            {
                "da": "Med egne ord",
                "en": "In own words",
                "ar": "بكلماتي",
                "so": "Erayadayda",
                "tr": "Kendi sözlerimle",
            },
            FreeText(),
            {
                "da": "Skriv ikke navne.",
                "en": "Write no names.",
                "ar": "لا تكتب أسماء.",
                "so": "Magacyo ha qorin.",
                "tr": "İsim yazma.",
            },
        ),
    ),
)
