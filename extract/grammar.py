"""Closed classes of Arabic that the rules read, as keys (see extract.clean.key). Open classes live in the lexicon."""

from __future__ import annotations

from extract.clean import key


def _keys(words: str) -> frozenset[str]:
    return frozenset(key(word) for word in words.split())


PREPOSITIONS = _keys(
    "ل ب من في على إلى عن مع بين خلال منذ حتى ضد لدى عند قرب بعد قبل عبر دون بدون تحت فوق نحو داخل خارج أمام خلف حول وراء وسط "
    " بيد ضمن جراء إثر عقب بسبب بحسب حسب وفق وفقا رغم برغم بشأن إزاء تجاه لصالح بواسطة بجانب قبالة أثناء سوى حيال إبان غداة مثل"
    " بحق صوب حيال بمواجهة باتجاه بالقرب بمشاركة بحضور بعيد قبيل طوال نتيجة فضلا باستثناء بدل متن"
)
RELATIVES = _keys("الذي التي الذين اللذان اللذين اللتان اللتين اللواتي اللاتي اللائي مما ممن")
#: Behind them another deed is told.
MEANWHILE = _keys("فيما بينما وفيما وبينما")
#: Words that open a new clause.
SUBORDINATORS = _keys(
    "أن إن بأن لأن حيث بينما فيما كما عندما حين حينما إذا إذ لو لكن لكنه لكنها بل كي لكي بعدما قبلما ريثما كلما لئلا وأن"
    " وإن فإن أما وأما غير أنه إنه أنها إنها بأنه بأنها لأنه لأنها أنهم إنهم بأنهم علما فيم ثم"
)
#: Particles after which a verb must follow.
VERBAL = _keys("قد لقد فقد وقد سوف لن لم ولم ولن فلم فلن")
NEGATIONS = _keys("لم لن لا ما ليس ليست ولم ولن ولا وليس فلم فلن دون عدم بدون")
PRONOUNS = _keys(
    "هو هي هم هن هما نحن أنا أنت هذا هذه ذلك تلك هؤلاء أولئك هذان هذين هناك هنا أي كل بعض جميع كلا كلتا ذات نفس"
)
#: Determiners that belong to the noun after them.
#: Words before a number that bound or blur it.
APPROXIMATELY = _keys("نحو حوالي قرابة زهاء أكثر ما أقل")
#: The first word of a bound before a number.
BOUNDS = APPROXIMATELY - _keys("ما")
#: Heads of phrases that say how, not who or what (بشدة، على الأقل، بهدف).
ADVERBIAL = _keys(
    "فعل شدة شكل سبب هدف ذريعة موجب إجماع أغلبية غالبية حضور مشاركة دعم تعاون تنسيق أقل أكثر صورة خصوص خاصة عام حد"
    " غاية واسطة طريق نحو صدد شأن ضوء إطار وقت حين أثناء خلال مناسبة تهمة حجة دعوى بعد قبل ناحية إضافة نسبة اعتبار زيادة"
    " أشد ذمة خلفية بالغ كامل تام فور سرعة حذر نيابة رغم فضل حق مقابل مثل غير أساس نتيجة أمل خصوصا سياق موازاة تزامن ابتداء"
)
#: One of: أحد الجنود، إحدى السفن. The noun after it says who.
ONE_OF = frozenset(("أحد", "إحدى"))
#: All of what the genitive after them names: كامل المدينة.
WHOLE = _keys("كامل كل جميع مجمل عموم سائر بقية باقي")
CONJUNCTIONS = _keys("أو أم و ف بل ثم")
#: Prepositions with a pronoun, as written; their complement is somebody told before.
PRONOMINAL = frozenset(
    key(stem + pronoun)
    for stem in (
        "من عن في علي إلي ل ب بين مع لدي عند خلال حول ضد تجاه نحو أمام بحق قبل بعد جانب معظم بعض غالبيت أغلب كل جميع"
    ).split()
    for pronoun in "ه ها هم هما هن نا".split()
)
ADVERBS = _keys(
    "كذلك أيضا سرعان لذلك بذلك هكذا معا جدا فقط لاحقا سابقا حاليا فورا مجددا بدوره بدورها بدورهم هاتفيا رسميا"
)
#: Prepositions after which a happening only places or explains another.
ANCHORS = _keys("بعد عقب إثر غداة منذ قبل قبيل بعيد خلال أثناء بسبب جراء حول بشأن نتيجة رغم ضمن")
#: Of them, those that name another happening only to say when.
AFTER = _keys("بعد عقب غداة منذ قبل قبيل بعيد")
#: Verbs whose only party, if it is a person, is nearly always the one it was done to: spelled alike in both voices.
HARMING = _keys("قتل جرح أصاب اعتقل أوقف خطف اغتال سجن أعدم احتجز أسر اختطف طعن ذبح شنق كرم نقل عثر ضبط")
#: Verbs whose only party, if it is a building or a piece of ground, is what they were done to.
RUINING = _keys("دمر هدم نسف جرف أحرق خرب قصف نهب")
#: Verbs of saying whose only party, if it is counted, is whom they were said of.
CHARGING = _keys("اتهم")
#: Verbs of saying that nobody says without somebody or something: a comma between is only a pause.
SEEKING = _keys("طالب دعا حث ناشد هنأ هدد حذر اتهم دان أدان استنكر شجب ندد انتقد رفض نفى")
#: Verbs whose subject may be a blow: استهدفت الغارة، هز انفجار.
HITTING = _keys("استهدف طال ضرب أصاب هز دمر")
#: Nouns that only count the dead and wounded, and parts of the map that nobody hits: never parties.
NO_PARTY = _keys("قتيل جريح ضحية وفاة حصيلة عدد إصابة حد حدود شارع طريق ضفة جانب")
#: Open a nominal clause about what was just told: 32 شخصا معظمهم طلاب.
PARTS_OF = frozenset(
    key(stem + pronoun)
    for stem in "معظم بعض غالبيت أغلب كل جميع بين من".split()
    for pronoun in "ه ها هم هما هن".split()
)
#: What they stand before was told already: هذا الهجوم، تلك المظاهرات.
DEMONSTRATIVES = frozenset(
    before + word for word in ("هذا", "هذه", "ذلك", "تلك", "هذين") for before in ("", "و", "ب", "ل", "ف")
)
#: By whose word: an insertion into what is told.
ACCORDING = _keys("وفق وفقا بحسب حسب طبقا")
#: After ب, alone: how it was done (بقوة، بوضوح).
MANNER = _keys(
    "قوة سرعة عنف حزم وضوح شفافية هدوء حرارة نجاح سهولة صعوبة جدية إلحاح كثافة غزارة دقة شجاعة بالغ تحفظ ارتياح حفاوة"
)
#: In the accusative: how somebody died or was killed (قتل شاب طعنا، توفي غرقا).
DEATHS = _keys(
    "طعن دهس دعس غرق حرق خنق شنق ذبح نحر رجم رمي اختناق صعق ضرب غدر عمد جوع عطش برد سحل انتحار تعزير تعزيرا قصاص"
)
#: In the accusative: by what, beside what (طبقا لما ذكره).
MANNERS = DEATHS | _keys(
    "طبق تبع خلاف استناد نظر علاوة تحديد تقريب حصر نقل تمهيد استعداد احتجاج تنديد تضامن تأييد حداد انتقام"
)
#: In the accusative, with what follows: upon what, for what (ردا على، تعليقا على).
REASONS = _keys("رد بدء تعليق إنفاذ تنفيذ تحسب تجنب حرص")
#: With the article, behind a day: اليوم التالي.
NEXT_DAY = _keys("تالي مقبل ماضي سابق ثاني أول نفس")
#: With the article and a preposition: على الأقل، على الفور.
ABSOLUTE = _keys("إجماع أغلبية غالبية تزكية أقل أكثر فور رغم إطلاق خصوص أرجح عموم ترتيب سواء")
#: Made into a bomb.
RIGGED = frozenset("مفخخ ملغوم ملغم مفخخة ناسف".split())
#: Heads that name a direction: شمال البلاد says where, never who.
DIRECTIONS = _keys("شمال جنوب شرق غرب وسط شمالي جنوبي شرقي غربي قرب ضواحي أنحاء محيط مشارف أطراف")
#: Carry the verb after them and its subject: لا يزال يسيطر، لم يعد يسيطر.
CONTINUING = _keys("يزال تزال يزالون يزالوا زال زالت زالوا يعد تعد يعودوا مازال مازالت مازالوا لايزال لاتزال")
#: With a perfect verb: had been.
WAS = _keys("كان كانت كانوا كانا كانتا كنا")
AUXILIARIES = _keys(
    "كان كانت كانوا كانا كنا كنت وكان وكانت وكانوا يكون تكون سيكون ستكون ليكون لتكون"
    " أصبح أصبحت بات باتت ظل ظلت يظل مازال ليس ليست"
)


def bare(word: str, among: frozenset[str]) -> str | None:
    """The key without a leading و or ف when that makes it a member, None when it is none."""
    if word in among:
        return word
    if len(word) > 2 and word[0] in "وف" and word[1:] in among:
        return word[1:]
    return None
