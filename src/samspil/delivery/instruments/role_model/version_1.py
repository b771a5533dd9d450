"""The role model's short form after a visit. It is about the own work, never about a pupil.

Arabic, Somali and Turkish are ours as well and have not been read by anyone who grew up with them.
"""

from samspil.delivery.instruments.agreement import AGREEMENT
from samspil.delivery.instruments.shape import FreeText, Instrument, Item

INSTRUMENT = Instrument(
    slug="role_model",
    version=1,
    title={
        "da": "Rollemodel efter besøget",
        "en": "Role model after the visit",
        "ar": "القدوة بعد الزيارة",
        "so": "Tusaalaha booqashada kadib",
        "tr": "Ziyaretten sonra rol model",
    },
    source="original wording of the project, after the pair's phases in domain.md §2.3",
    licence="CC0-1.0",
    items=(
        Item(
            "prepared",
            {
                "da": "Jeg var godt nok forberedt",
                "en": "I was well enough prepared",
                "ar": "كنت مستعداً بما يكفي",
                "so": "Si fiican ayaan u diyaarsanaa",
                "tr": "Yeterince hazırlıklıydım",
            },
            {
                "da": "Forberedt",
                "en": "Prepared",
                "ar": "مستعد",
                "so": "Diyaarsanaan",
                "tr": "Hazırlık",
            },
            AGREEMENT,
        ),
        Item(
            "partner",
            {
                "da": "Min makker og jeg arbejdede godt sammen",
                "en": "My partner and I worked well together",
                "ar": "عملت أنا وزميلي معاً بشكل جيد",
                "so": "Aniga iyo saaxiibkay si fiican ayaan u wada shaqaynnay",
                "tr": "Çalışma arkadaşımla birlikte iyi çalıştık",
            },
            {
                "da": "Makkeren",
                "en": "The partner",
                "ar": "الزميل",
                "so": "Saaxiibka shaqada",
                "tr": "Çalışma arkadaşı",
            },
            AGREEMENT,
        ),
        Item(
            "talk",
            {
                "da": "Vi fik en samtale i gang med gruppen",
                "en": "We got a conversation going with the group",
                "ar": "بدأنا حديثاً مع المجموعة",
                "so": "Wadahadal ayaan kooxda la bilownay",
                "tr": "Grupla bir konuşma başlatabildik",
            },
            {
                "da": "Samtalen",
                "en": "The conversation",
                "ar": "الحديث",
                "so": "Wadahadalka",
                "tr": "Konuşma",
            },
            AGREEMENT,
        ),
        Item(
            "support",
            {
                "da": "Jeg har nogen at tale besøget igennem med",
                "en": "I have someone to talk the visit through with",
                "ar": "لدي من أتحدث معه عن الزيارة",
                "so": "Waxaan haystaa qof aan booqashada kala hadlo",
                "tr": "Ziyareti konuşabileceğim biri var",
            },
            {
                "da": "Nogen at tale med",
                "en": "Someone to talk to",
                "ar": "شخص أتحدث معه",
                "so": "Qof aan la hadlo",
                "tr": "Konuşacak biri",
            },
            AGREEMENT,
        ),
        Item(
            "own_words",
            {
                "da": "Hvad vil du gøre igen, og hvad vil du gøre anderledes?",
                "en": "What will you do again, and what will you do differently?",
                "ar": "ماذا ستفعل مجدداً وماذا ستفعل بشكل مختلف؟",
                "so": "Maxaad mar kale samayn doontaa, maxaadse si kale u samayn doontaa?",
                "tr": "Neyi yine yapardın, neyi farklı yapardın?",
            },
            {
                "da": "Igen og anderledes",
                "en": "Again and differently",
                "ar": "مجدداً وبشكل مختلف",
                "so": "Mar kale iyo si kale",
                "tr": "Yine ve farklı",
            },
            FreeText(),
            {
                "da": "Skriv ikke om enkelte elever.",
                "en": "Do not write about single pupils.",
                "ar": "لا تكتب عن تلاميذ بعينهم.",
                "so": "Ha ka qorin arday gaar ah.",
                "tr": "Tek tek öğrenciler hakkında yazma.",
            },
        ),
    ),
)
