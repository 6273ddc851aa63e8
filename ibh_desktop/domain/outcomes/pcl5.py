"""PCL-5. A work of the US Government, not copyrighted (DOMAIN.md 2.2, S6, S34b). It has no severity bands."""

from ibh_desktop.domain.outcomes.measure import Ask, Cluster, Measure, Soft

MEASURE = Measure(
    code="PCL-5",
    title="PTSD Checklist for DSM-5",
    count=20,
    values=(0, 1, 2, 3, 4),
    lead="In the past month, how much were you bothered by:",
    items=(
        "Repeated, disturbing, and unwanted memories of the stressful experience?",
        "Repeated, disturbing dreams of the stressful experience?",
        "Suddenly feeling or acting as if the stressful experience were actually happening again (as if you were actually"
        " back there reliving it)?",
        "Feeling very upset when something reminded you of the stressful experience?",
        "Having strong physical reactions when something reminded you of the stressful experience (for example, heart"
        " pounding, trouble breathing, sweating)?",
        "Avoiding memories, thoughts, or feelings related to the stressful experience?",
        "Avoiding external reminders of the stressful experience (for example, people, places, conversations, activities,"
        " objects, or situations)?",
        "Trouble remembering important parts of the stressful experience?",
        "Having strong negative beliefs about yourself, other people, or the world (for example, having thoughts such as:"
        " I am bad, there is something seriously wrong with me, no one can be trusted, the world is completely dangerous)?",
        "Blaming yourself or someone else for the stressful experience or what happened after it?",
        "Having strong negative feelings such as fear, horror, anger, guilt, or shame?",
        "Loss of interest in activities that you used to enjoy?",
        "Feeling distant or cut off from other people?",
        "Trouble experiencing positive feelings (for example, being unable to feel happiness or have loving feelings for"
        " people close to you)?",
        "Irritable behavior, angry outbursts, or acting aggressively?",
        "Taking too many risks or doing things that could cause you harm?",
        "Being “superalert” or watchful or on guard?",
        "Feeling jumpy or easily startled?",
        "Having difficulty concentrating?",
        "Trouble falling or staying asleep?",
    ),
    choices=("Not at all", "A little bit", "Moderately", "Quite a bit", "Extremely"),
    case=33,
    case_word="at or above the cut",
    clusters=(Cluster(1, 5, 1), Cluster(6, 7, 1), Cluster(8, 14, 2), Cluster(15, 20, 2)),
    reliable=15,
    improved=10,
    missing=2,
    recall_days=28,
    soft=(Soft("Item 16 (risks or harm) is above “Not at all”: ask about it.", item=16),),
    asks=(Ask.EVENT,),
    licence="A work of the US Government (National Center for PTSD), not copyrighted.",
    source="Cut 33 of 31 to 33, a setting: DOMAIN.md 2.2 [S6][S34]; pattern of answers ≥ 2, of items 1–5 one, 6–7 one, 8–14"
    " two, 15–20 two: [S6][S34]; improved ≥ 10 [S8] and reliable ≥ 15 [S7]: this clinic's rule; ≤ 28 was likely without PTSD in"
    " male veterans [S7]; up to 2 missing: this clinic's rule; there are no severity bands [S34]",
)
