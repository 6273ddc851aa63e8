"""Names for invented people. Any likeness is chance: first and last names are drawn apart."""

FIRST = tuple(
    (
        "María Elena|James|Aaliyah|Łukasz|Denise|Tyrone|Nguyễn Anh|Caroline|Jiří|Shanice|Walter|Priya|Marcus|"
        "Eleanor|Dwayne|Sofía|Grace|Otis|Hannah|Rashad|Beatriz|Clyde|Tamara|Isaiah|Lorraine|Kenji|Annabel|"
        "Darius|Francine|Mateo|Ruth|Desmond|Chloe|Earl|Yasmin|Vernon|Imani|Curtis|Noor|Phyllis|Andre|Zoë|"
        "Harold|Keisha|Emmett|Josefina|Travis|Miriam|Calvin|Adaeze|Gordon|Renée|Lamar|Ingrid|Roscoe|Valeria|"
        "Nathan|Simone|Willis|Farah|Leroy|Bridget|Hyun|Odessa|Terrence|Magnolia|Saúl|Ebony|Russell|Anjali|"
        "Percy|Celeste|Jamal|Nadine|Virgil|Latoya|Quentin|Rosalind|Silas|Winifred"
    ).split("|")
)

LAST = tuple(
    (
        "O'Kon|Washington|Kowalczyk|Đặng|Hollis|Beauchamp|Nováček|Pruitt|Castellanos|Weatherby|Okafor|"
        "Lindqvist|Tolliver|McAdams|Ferreira|Yancey|Abernathy|Sandoval|Whitlock|Achebe|Boudreaux|Kimura|"
        "Dunaway|Ellison|Farrow|Goodwyn|Haskins|Ibarra|Jernigan|Killebrew|Lockhart|Merriweather|Nesbitt|"
        "Overstreet|Pettway|Quarles|Rutledge|Strickland|Thibodeaux|Upchurch|Vandiver|Wigfall|Youngblood|"
        "Zamora|Ashcroft|Blankenship|Crutchfield|Delacroix|Eubanks|Fairchild|Gaines|Hargrove|Ivey|Jemison|"
        "Kessler|Latimer|Mayfield|Norwood|Ogletree|Pemberton|Quisenberry|Rainey|Sizemore|Tidwell|Underwood|"
        "Vasquez|Whatley|Yarbrough|Zeigler|Amari|Barrow|Culpepper|Dozier|Espinoza|Forte|Guidry|Hightower|"
        "Irons|Jett|Keener|Langston|Montague|Newsome|Osborne|Pickens|Ragland|Spruill|Tarver|Ussery|Vickers|"
        "Wingate|Yelverton|Zuniga|Broadnax|Chatham|Dabney|Easley|Fontaine|Grimsley|Huckabee"
    ).split("|")
)

THERAPISTS = tuple(
    (
        "Ana Lee|Marcus Webb|Joyce Tillman|Peter Novak|Dana Fields|Ruth Okoro|Samuel Price|Helen Shah|"
        "Victor Reyes|Clara Boone|Isaac Dunn|Monique Hart|Owen Gallagher|Teresa Vance|Nathaniel Cole|"
        "Lena Brandt|Curtis Amos|Farida Khan|George Pell|Irene Moss|Jonas Field|Kayla Rhodes|Liam Porter|"
        "Mae Sutton|Nina Alvarez|Oscar Grant|Paula West|Quincy Bell|Rosa Marin|Stanley Ito|Tessa Crow|"
        "Ursula Kent"
    ).split("|")
)

MEN = frozenset("Marcus Peter Samuel Victor Isaac Owen Nathaniel Curtis George Jonas Liam Oscar Quincy Stanley".split())
"""Given names of the invented therapists who are men."""

RECIPIENTS = (
    ("Dr. Amelia Hart", "Sample Psychiatry Associates", "Psychiatry"),
    ("Dr. Rohan Shah", "Sample Family Medicine", "Family medicine"),
    ("Dr. Lucille Park", "Sample Women's Health", "Obstetrics"),
    ("Intake desk", "Sample Recovery Center", "Substance use"),
    ("Dr. Benedict Moore", "Sample Internal Medicine", "Internal medicine"),
    ("Carla Jensen, RD", "Sample Nutrition Clinic", "Eating disorders"),
    ("Dr. Theo Adler", "Sample Neurology", "Neurology"),
    ("Bereavement team", "Sample Hospice", "Grief support"),
)

TOWNS = (
    ("Birmingham", "35203", "America/Chicago", "205"),
    ("Hoover", "35244", "America/Chicago", "205"),
    ("Huntsville", "35801", "America/Chicago", "256"),
    ("Decatur", "35601", "America/Chicago", "256"),
    ("Tuscaloosa", "35401", "America/Chicago", "205"),
    ("Montgomery", "36104", "America/Chicago", "334"),
    ("Auburn", "36830", "America/Chicago", "334"),
    ("Phenix City", "36867", "America/New_York", "334"),
)
"""Alabama towns for sample locations; none is verified as a site of the group.

Phenix City keeps Eastern time (DOMAIN.md 5.3).
"""

GOALS = {
    "conflict with another person": ("Say what I need at home", "Settle money with my brother", "Return to Sunday choir"),
    "life change": ("Keep my mornings after the move", "Find two people to call", "Feel at home in the new job"),
    "grief and loss": ("Visit the grave with my sister", "Sort his things, one box a week", "Cook for friends again"),
    "isolation": ("See two friends a week", "Join the walking group", "Answer messages the same day"),
}

HOMEWORK = {
    "conflict with another person": (
        "Say one wish at dinner",
        "Write down what set off the quarrel",
        "Ask him for ten minutes",
    ),
    "life change": ("Walk the new way to work once", "Write to a friend from before", "List what is better now"),
    "grief and loss": ("Look at one photograph together", "Tell my sister one story of him", "Plan the anniversary"),
    "isolation": ("Call one person on Sunday", "Stay for coffee after the group", "Answer one message a day"),
}

LINGERING = (
    "Low mood in the mornings",
    "Sleep is still broken",
    "Worry about money",
    "Contact with the family has not come back",
    "Drinks more on weekends",
)
