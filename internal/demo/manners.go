package demo

// manner is how things are named where a clinic stands: the clinic, its street
// and the people in it. Native is a head as its own script writes it, for some
// of the heads, in the same order.
type manner struct {
	heads   []string
	tails   []string // % stands for the head
	native  []string
	streets []string // # stands for a number
	given   []string
	endings []string // of family names
}

// Streets are called Example, Sample or Model in the language of the place.
// No name of a clinic may be the start of another, word by word: what follows
// it in a slug is the city, and slugs would collide; a test makes sure.

var english = manner{
	heads: []string{
		"Nova", "Harbour", "Juniper", "Willow", "Copper Beech", "Northgate", "Lantern", "Meadow", "Saffron",
		"Riverside", "Hawthorn", "Clover", "Beacon", "Marlow Lane", "Orchard", "Silver Birch", "Foxglove", "Tidewater",
		"Elm & Ivy", "Parkside", "Bluebell", "Cedar", "Rowan", "Halcyon", "Kingfisher", "Larkspur", "Primrose", "Sundial",
	},
	tails:   []string{"% Hair Studio", "% Hair Clinic", "% Scalp Studio", "The % Hair Rooms", "% Trichology", "% Hair & Scalp", "% Hairline Practice", "% Follicle Centre"},
	streets: []string{"# Example Street", "# Sample Lane", "# Specimen Road", "Unit #, Example Court", "# Demo Avenue", "Suite #, Sample House"},
	given:   []string{"Amara", "Callum", "Edith", "Hamish", "Imogen", "Jonah", "Keziah", "Leonie", "Marcus", "Nadia", "Orla", "Rufus", "Tobias", "Wren"},
	endings: []string{"worth", "field", "ton", "combe", "shaw"},
}

var turkish = manner{
	heads: []string{
		"Lale", "Defne", "Yakamoz", "Çınar", "Gülhane", "Işık", "Söğüt", "Papatya", "Mavi Kapı", "Zeytin",
		"Şafak", "Ihlamur", "Kuğu", "Boncuk", "Nergis", "Yıldız", "Begonvil", "Akasya", "Fulya", "Sardunya",
	},
	tails:   []string{"Klinik %", "% Saç Kliniği", "% Saç Bahçesi", "% Hair Studio", "% Saç Evi", "% Hair Istasyon", "Özel % Saç Merkezi"},
	streets: []string{"Örnek Mah. Deneme Sok. No: #", "Numune Cad. No: #", "Örnek Bulvarı No: #", "Deneme Cad. No: # Kat: 2"},
	given:   []string{"Aslı", "Barış", "Ceren", "Deniz", "Elif", "Gökçe", "İrem", "Kerem", "Nehir", "Onur", "Sevgi", "Tolga", "Umut", "Yasemin"},
	endings: []string{"oğlu", "soy", "kaya", "gil", "can"},
}

var spanish = manner{
	heads: []string{
		"Alba", "Jacaranda", "Mirador", "La Encina", "Río Claro", "Azahar", "El Olivar", "Brisa", "Lucero",
		"Amapola", "Almendro", "Sol y Sombra", "Buganvilla", "Colibrí", "Quetzalia", "Marisma", "Ceiba", "Vereda", "Íntegra",
	},
	tails:   []string{"Clínica Capilar %", "Clínica %", "Centro Capilar %", "% Estudio Capilar", "Espacio % del Cabello", "% Hair Studio", "Casa % Tricología"},
	streets: []string{"Calle Ejemplo #", "Avenida de la Muestra #", "Calle del Modelo #, 2.º B", "Paseo Ejemplo #", "Plaza de la Muestra #"},
	given:   []string{"Alma", "Bruno", "Candela", "Darío", "Estela", "Fabián", "Inés", "Joaquín", "Lucía", "Mateo", "Nuria", "Óscar", "Pilar", "Ximena"},
	endings: []string{"ez", "era", "anes", "uela", "edo"},
}

var portuguese = manner{
	heads: []string{
		"Ipê", "Maresia", "Aurora", "Jatobá", "Alecrim", "Vitória-Régia", "Sabiá", "Mangueira", "Areia Branca",
		"Girassol", "Saíra", "Luar", "Cajueiro", "Atlântica", "Orquídea", "Manacá", "Bem-te-vi",
	},
	tails:   []string{"Clínica Capilar %", "% Cabelo e Saúde", "Espaço % Capilar", "Centro Capilar %", "% Hair Studio", "Casa % do Cabelo", "Clínica %"},
	streets: []string{"Rua Exemplo, #", "Avenida da Amostra, #", "Rua do Modelo, # - sala 2", "Travessa Exemplo, #"},
	given:   []string{"Ana", "Bento", "Clarice", "Davi", "Elisa", "Heitor", "Iara", "Joana", "Luan", "Mafalda", "Otávio", "Raquel", "Tomé", "Vera"},
	endings: []string{"eira", "inho", "ães", "osa", "al"},
}

var german = manner{
	heads: []string{
		"Lindenhof", "Morgenstern", "Kastanie", "Seeblick", "Am Stadttor", "Silberbach", "Weidengrund", "Löwenzahn",
		"Brückenhaus", "Kirschgarten", "Nordlicht", "Sonnenuhr", "Fährhaus", "Mühlrad", "Eichenweg", "Blütezeit",
	},
	tails:   []string{"Haarpraxis %", "% Haarklinik", "Haarzentrum %", "% Kopfhaut & Haar", "Studio % Haarpigmentierung", "Praxis % Haargesundheit", "% Hair Studio"},
	streets: []string{"Musterstraße #", "Beispielweg #", "Musterplatz #", "Am Beispiel #", "Vorlagenallee # a"},
	given:   []string{"Anneke", "Bastian", "Clara", "Emil", "Frieda", "Gregor", "Hanna", "Jasper", "Leni", "Moritz", "Nele", "Oskar", "Ronja", "Tilda"},
	endings: []string{"mann", "bach", "berg", "ing", "thal"},
}

var french = manner{
	heads: []string{
		"Framboise", "Les Tilleuls", "Clairière", "Val Doré", "L'Hirondelle", "Marguerite", "Belle Rive", "Cerisaie",
		"Étoile du Sud", "Roseraie", "Grand Large", "Coquelicot", "Fontaine Bleue", "Améthyste", "Prunelle", "Lavande",
	},
	tails:   []string{"Clinique Capillaire %", "Centre Capillaire %", "Institut % du Cheveu", "% Cheveux & Cuir Chevelu", "Cabinet % Trichologie", "Atelier Capillaire %"},
	streets: []string{"# rue de l'Exemple", "# avenue du Modèle", "# place de l'Échantillon", "# bis, rue de l'Exemple", "# impasse du Modèle"},
	given:   []string{"Aliénor", "Basile", "Capucine", "Driss", "Élise", "Félix", "Gaëlle", "Hugo", "Inès", "Jade", "Léon", "Maïa", "Noé", "Yasmina"},
	endings: []string{"ier", "ault", "ette", "oin", "ard"},
}

var italian = manner{
	heads: []string{
		"Ginestra", "Bellaluce", "Il Cipresso", "Mezzaluna", "Pietra Viva", "Fiordaliso", "La Rondine", "Oleandro",
		"Rugiada", "Stella Alpina", "Mandorlo", "Corallina", "Tramontana", "Verdemare", "Melograno",
	},
	tails:   []string{"Studio Capelli %", "Centro Tricologico %", "% Capelli e Cute", "Clinica del Capello %", "Istituto % Tricologia", "% Hair Studio"},
	streets: []string{"Via Esempio #", "Corso Campione #", "Piazza del Modello #", "Viale Esempio #/A", "Via del Campione #"},
	given:   []string{"Agata", "Bruno", "Chiara", "Dario", "Elettra", "Fabio", "Ginevra", "Ivo", "Livia", "Nico", "Ottavia", "Piero", "Silvia", "Tullio"},
	endings: []string{"ini", "etti", "oni", "aro", "ucci"},
}

var polish = manner{
	heads: []string{
		"Malwa", "Jaśmin", "Pod Lipami", "Błękitna", "Wrzos", "Bursztyn", "Słonecznik", "Żuraw", "Jarzębina", "Złoty Dąb",
		"Modrzew", "Śnieżka", "Rumianek", "Stokrotka",
	},
	tails:   []string{"Klinika Włosów %", "% Centrum Włosa", "Gabinet Trychologii %", "Studio Włosów %", "% Hair Studio", "% Zdrowe Włosy"},
	streets: []string{"ul. Przykładowa #", "al. Wzorcowa #", "ul. Próbna #/3", "pl. Przykładowy #", "os. Wzorcowe #"},
	given:   []string{"Alicja", "Bolesław", "Celina", "Dobromir", "Ewa", "Gustaw", "Halina", "Igor", "Kinga", "Łucja", "Marek", "Nina", "Oliwia", "Wiktor"},
	endings: []string{"ak", "czyk", "arz", "owicz", "ek"},
}
