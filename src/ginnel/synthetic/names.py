"""Tables of names. Each list runs from common to rare; the draw favours its front. Written by hand for this project."""

from __future__ import annotations

from types import MappingProxyType

# One name a line would fill thirty screens.
# fmt: off

_STEMS = (
    "Ash", "Birk", "Black", "Brad", "Brook", "Carl", "Clay", "Crow", "Dal", "Eller", "Fair", "Fen", "Field",
    "Green", "Grim", "Hart", "Hazel", "Hol", "Kirk", "Lang", "Lin", "Marsh", "Mill", "Moor", "Nor", "Oak", "Pen",
    "Raven", "Red", "Rush", "Sand", "Sher", "Stan", "Stock", "Sut", "Thorn", "Under", "Wake", "West", "Whit",
    "Win", "Wood",
)
_ENDS = (
    "bourne", "combe", "croft", "dale", "den", "field", "ford", "ham", "hurst", "ley", "man", "mere", "over",
    "shaw", "stead", "ton", "well", "wick", "wood", "worth",
)

ENGLISH_FAMILY: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            "Smith",
            "Jones",
            "Taylor",
            "Brown",
            "Wilson",
            "Johnson",
            "Walker",
            "Wright",
            "Robinson",
            "Thompson",
            "White",
            "Hughes",
            "Edwards",
            "Green",
            "Hall",
            "Wood",
            "Harris",
            "Clarke",
            "Jackson",
            "Turner",
            "Hill",
            "Cooper",
            "Ward",
            "Moore",
            "Baker",
            "Harrison",
            "King",
            "Morgan",
            "Allen",
            "Parker",
            "Cook",
            "Bennett",
            "Shaw",
            "Watson",
            "Carter",
            "Mitchell",
            "Bailey",
            "Richardson",
            "Cox",
            "Collins",
            "Bell",
            "Foster",
            "Chapman",
            "Mason",
            "Webb",
            "Rogers",
            "Hunt",
            "Mills",
            "Holmes",
            "Palmer",
            "Matthews",
            "Gibson",
            "Fisher",
            "Barnes",
            "Knight",
            "Lloyd",
            "Butler",
            "Barker",
            "Dixon",
            "Fletcher",
            "Pearson",
            "Atkinson",
            "Dawson",
            "Booth",
            "Hardy",
            "Hartley",
            "Sykes",
            "Ogden",
            "Ramsden",
            "Greenwood",
            "Sutcliffe",
            "O'Dell",
            "Lumb",
            "Tordoff",
            "Smith-Barker",
            "St John",
            *(stem + end for end in _ENDS for stem in _STEMS if stem.lower() != end),
        )
    )
)
"""The compounds need not be anybody's name: they give the long tail that English family names have."""

_ENGLISH_WOMEN_OLD = (
    "Margaret", "Susan", "Patricia", "Christine", "Jean", "Linda", "Barbara", "Carol", "Maureen", "Sandra",
    "Janet", "Ann", "Pauline", "Sheila", "Brenda", "Kathleen", "Dorothy", "Joan", "Hilary", "Marjorie", "Beryl",
    "Judith", "Elizabeth", "Mary",
)
_ENGLISH_MEN_OLD = (
    "David", "John", "Peter", "Michael", "Alan", "Robert", "Brian", "Roger", "Kenneth", "Raymond", "Derek",
    "Anthony", "Keith", "Geoffrey", "Barry", "Ronald", "Dennis", "Trevor", "Malcolm", "Norman", "Clive", "Leslie",
    "William", "James",
)
_ENGLISH_WOMEN = (
    "Sarah", "Claire", "Emma", "Laura", "Rebecca", "Gemma", "Rachel", "Kelly", "Victoria", "Katherine", "Nicola",
    "Joanne", "Samantha", "Charlotte", "Hannah", "Jessica", "Lauren", "Stephanie", "Danielle", "Natalie",
    "Michelle", "Louise", "Amy", "Helen", "Jennifer", "Alison", "Tracey", "Zoe", "Lisa", "Anna", "Elizabeth",
    "Heather",
)
_ENGLISH_MEN = (
    "Paul", "Andrew", "Mark", "Christopher", "Daniel", "Matthew", "James", "Stephen", "Richard", "Thomas", "Adam",
    "Lee", "Craig", "Darren", "Gary", "Simon", "Jonathan", "Benjamin", "Joseph", "Luke", "Ryan", "Martin",
    "Philip", "Neil", "Kevin", "Robert", "Michael", "Nicholas", "Timothy", "Stuart", "Samuel", "Anthony",
)
_ENGLISH_GIRLS = (
    "Olivia", "Amelia", "Isla", "Ava", "Ivy", "Freya", "Lily", "Florence", "Mia", "Willow", "Rosie", "Sophia",
    "Isabella", "Grace", "Daisy", "Poppy", "Evie", "Harriet", "Matilda", "Elsie", "Phoebe", "Ellie", "Maisie",
    "Emily", "Eleanor", "Erin",
)
_ENGLISH_BOYS = (
    "Noah", "Oliver", "George", "Arthur", "Leo", "Harry", "Oscar", "Archie", "Jack", "Henry", "Charlie",
    "Freddie", "Theodore", "Alfie", "Theo", "Jacob", "Joshua", "Logan", "Ethan", "Finley", "Edward", "Max",
    "Tommy", "Lucas", "Reuben", "Albie",
)

GIVEN: MappingProxyType[str, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        "english": (_ENGLISH_WOMEN_OLD, _ENGLISH_MEN_OLD, _ENGLISH_WOMEN, _ENGLISH_MEN, _ENGLISH_GIRLS, _ENGLISH_BOYS),
        "welsh": (
            (
                "Siân", "Megan", "Carys", "Bethan", "Ffion", "Rhiannon", "Eirlys", "Nia", "Catrin",
                "Angharad", "Lowri", "Gwen",
            ),
            ("Dafydd", "Gareth", "Rhys", "Owain", "Huw", "Ieuan", "Emyr", "Gethin", "Aled", "Iwan", "Llew", "Macsen"),
        ),
        "irish": (
            ("Siobhan", "Aoife", "Bridget", "Niamh", "Sinéad", "Maeve", "Orla", "Roisin", "Ciara", "Deirdre", "Nuala"),
            ("Sean", "Patrick", "Declan", "Ciaran", "Niall", "Conor", "Brendan", "Eoin", "Fergal", "Cormac", "Padraig"),
        ),
        "scottish": (
            ("Fiona", "Eilidh", "Morag", "Kirsty", "Ailsa", "Catriona", "Mhairi", "Isobel", "Shona", "Lorna"),
            ("Angus", "Callum", "Hamish", "Fraser", "Euan", "Alasdair", "Gregor", "Lachlan", "Duncan", "Rory"),
        ),
        "south-asian": (
            (
                "Aisha", "Fatima", "Priya", "Zainab", "Maryam", "Sana", "Shabana", "Nasreen",
                "Anjali", "Rukhsana", "Harpreet", "Jasmin", "Nusrat", "Ayesha", "Farzana", "Simran",
                "Meera", "Tahira", "Samina", "Iqra",
            ),
            (
                "Mohammed", "Imran", "Ali", "Ahmed", "Raj", "Usman", "Bilal", "Tariq", "Arjun",
                "Hassan", "Gurpreet", "Zafar", "Asif", "Nadeem", "Sunil", "Kabir", "Rahim", "Faisal",
                "Vikram", "Yusuf",
            ),
        ),
        "polish": (
            (
                "Agnieszka", "Katarzyna", "Magdalena", "Zofia", "Małgorzata", "Ewa", "Joanna",
                "Monika", "Aleksandra", "Zuzanna", "Hanna", "Beata",
            ),
            (
                "Piotr", "Krzysztof", "Tomasz", "Paweł", "Łukasz", "Marcin", "Michał", "Jakub",
                "Wojciech", "Szymon", "Adam", "Grzegorz",
            ),
        ),
        "somali": (
            (
                "Hodan", "Ayaan", "Fadumo", "Halima", "Sahra", "Khadija", "Ifrah", "Nasra", "Deqa",
                "Ubah", "Amina", "Hibaaq",
            ),
            (
                "Abdi", "Mohamed", "Liban", "Abdullahi", "Guled", "Hassan", "Warsan", "Jama", "Yasin",
                "Mahad", "Ismail", "Farah",
            ),
        ),
        "arabic": (
            ("Layla", "Noor", "Rania", "Huda", "Samira", "Yasmin", "Salma", "Dina", "Amal", "Reem", "Hanan", "Mariam"),
            (
                "Omar", "Khalid", "Mahmoud", "Youssef", "Karim", "Samir", "Tarek", "Ibrahim", "Nabil",
                "Walid", "Hamza", "Ziad",
            ),
        ),
        "west-african": (
            (
                "Ngozi", "Chioma", "Adaeze", "Blessing", "Folake", "Abena", "Efua", "Yetunde",
                "Grace", "Ama", "Titilayo", "Ifeoma",
            ),
            (
                "Chinedu", "Emeka", "Kwame", "Tunde", "Kofi", "Obinna", "Emmanuel", "Segun", "Yaw",
                "Ikenna", "Samuel", "Femi",
            ),
        ),
        "romanian": (
            ("Elena", "Maria", "Ioana", "Andreea", "Mihaela", "Alina", "Ana-Maria", "Raluca", "Simona", "Daniela"),
            ("Andrei", "Ion", "Mihai", "Alexandru", "Cristian", "Bogdan", "Florin", "Vasile", "Ionuț", "Gabriel"),
        ),
        "chinese": (
            ("Mei", "Li Na", "Xiu Ying", "Jing", "Yan", "Hui Min", "Wai Ling", "Xin Yi", "Fang", "Lan"),
            ("Wei", "Jun", "Ming", "Chun Hei", "Hao", "Ka Ho", "Jian", "Lei", "Tsz Kin", "Feng"),
        ),
    }
)
"""Given names by culture: (women, men); for English names three generations, older first, each women then men."""

FAMILY: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {
        "english": ENGLISH_FAMILY,
        "welsh": (
            "Davies", "Evans", "Williams", "Thomas", "Roberts", "Lewis", "Griffiths", "Price", "Powell",
            "Rees", "Jenkins", "Owen", "Parry", "Pritchard", "Howell", "Bowen", "Probert", "Gwynne",
            "Llewellyn", "Ap Rhys",
        ),
        "irish": (
            "Murphy", "Kelly", "O'Sullivan", "Walsh", "O'Brien", "Byrne", "Ryan", "O'Connor", "Doyle",
            "McCarthy", "Gallagher", "Doherty", "Kennedy", "Lynch", "Quinn", "McLoughlin", "Kavanagh",
            "Nolan", "Mulcahy", "Fogarty",
        ),
        "scottish": (
            "MacDonald", "Campbell", "Stewart", "Robertson", "Murray", "McKenzie", "Fraser", "Sinclair",
            "Cameron", "Buchanan", "McLeod", "Drummond", "Kerr", "Lennox", "MacIntyre",
        ),
        "south-asian": (
            "Khan", "Patel", "Hussain", "Singh", "Ahmed", "Begum", "Ali", "Kaur", "Mahmood", "Akhtar",
            "Shah", "Malik", "Iqbal", "Sharma", "Rahman", "Choudhury", "Bibi", "Mirza", "Qureshi", "Das",
            "Gill", "Sandhu", "Mistry", "Uddin", "Bhatti", "Chaudhry", "Dhillon", "Rafiq", "Joshi",
            "Miah",
        ),
        "polish": (
            "Nowak", "Kowalska", "Wiśniewski", "Wójcik", "Kamińska", "Lewandowski", "Zieliński",
            "Szymańska", "Woźniak", "Dąbrowska", "Kozłowski", "Jankowska", "Mazur", "Krawczyk",
            "Piotrowski", "Grabowska", "Pawłowski", "Michalska", "Król", "Wieczorek",
        ),
        "somali": (
            "Warsame", "Abdi", "Mohamed", "Hassan", "Farah", "Jama", "Ali", "Omar", "Dahir", "Nur",
            "Hirsi", "Egal", "Guled", "Samatar", "Osman", "Yusuf",
        ),
        "arabic": (
            "Al-Hassan", "Haddad", "Mansour", "Khalil", "El-Sayed", "Nasser", "Saleh", "Ibrahim", "Aziz",
            "Hamdan", "Farouk", "Al Masri", "Said", "Barakat", "Jaber", "Sabbagh",
        ),
        "west-african": (
            "Okafor", "Adeyemi", "Mensah", "Okonkwo", "Owusu", "Balogun", "Eze", "Boateng", "Adebayo",
            "Nwosu", "Asante", "Ogunleye", "Appiah", "Chukwu", "Olawale", "Danso",
        ),
        "romanian": (
            "Popescu", "Ionescu", "Popa", "Radu", "Dumitru", "Stan", "Stoica", "Gheorghe", "Rusu",
            "Munteanu", "Matei", "Șerban", "Lazăr", "Ciobanu", "Ilie",
        ),
        "chinese": (
            "Wong", "Chan", "Li", "Chen", "Wang", "Zhang", "Liu", "Lam", "Cheung", "Yang", "Ng", "Ho",
            "Zhao", "Huang", "Tang", "Xu",
        ),
    }
)

NICKNAMES: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {
        "Margaret": ("Maggie", "Peggy"),
        "Susan": ("Sue",),
        "Patricia": ("Pat", "Trish"),
        "Christine": ("Chris",),
        "Elizabeth": ("Liz", "Betty", "Beth"),
        "Barbara": ("Babs",),
        "Kathleen": ("Kath",),
        "Dorothy": ("Dot",),
        "Judith": ("Judy",),
        "David": ("Dave",),
        "Peter": ("Pete",),
        "Michael": ("Mick", "Mike"),
        "Robert": ("Bob", "Rob"),
        "Kenneth": ("Ken",),
        "Raymond": ("Ray",),
        "Anthony": ("Tony",),
        "Geoffrey": ("Geoff",),
        "Ronald": ("Ron",),
        "William": ("Bill", "Will"),
        "James": ("Jim", "Jamie"),
        "Leslie": ("Les",),
        "Rebecca": ("Becky",),
        "Victoria": ("Vicky",),
        "Katherine": ("Kate", "Katie"),
        "Nicola": ("Nicky",),
        "Samantha": ("Sam",),
        "Charlotte": ("Lottie",),
        "Jessica": ("Jess",),
        "Stephanie": ("Steph",),
        "Danielle": ("Dani",),
        "Jennifer": ("Jenny",),
        "Andrew": ("Andy",),
        "Christopher": ("Chris",),
        "Daniel": ("Dan", "Danny"),
        "Matthew": ("Matt",),
        "Stephen": ("Steve",),
        "Richard": ("Rick", "Dick"),
        "Thomas": ("Tom",),
        "Jonathan": ("Jon",),
        "Benjamin": ("Ben",),
        "Joseph": ("Joe",),
        "Philip": ("Phil",),
        "Nicholas": ("Nick",),
        "Timothy": ("Tim",),
        "Stuart": ("Stu",),
        "Samuel": ("Sam",),
        "Olivia": ("Liv",),
        "Isabella": ("Bella",),
        "Matilda": ("Tilly",),
        "Eleanor": ("Ellie",),
        "Theodore": ("Theo",),
        "Joshua": ("Josh",),
        "Edward": ("Ted", "Eddie"),
        "Siobhan": ("Shiv",),
        "Bridget": ("Biddy",),
        "Patrick": ("Paddy", "Pat"),
        "Mohammed": ("Mo",),
        "Mohamed": ("Mo",),
        "Agnieszka": ("Aga",),
        "Katarzyna": ("Kasia",),
        "Magdalena": ("Magda",),
        "Małgorzata": ("Gosia",),
        "Krzysztof": ("Krzys",),
        "Tomasz": ("Tomek",),
        "Jakub": ("Kuba",),
        "Aleksandra": ("Ola",),
        "Alexandru": ("Alex",),
        "Abdullahi": ("Abdi",),
        "Chinedu": ("Nedu",),
        "Emmanuel": ("Emma",),
        "Gareth": ("Gaz",),
        "Dafydd": ("Dai",),
        "Harriet": ("Hattie",),
        "Emily": ("Em",),
    }
)
