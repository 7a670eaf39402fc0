package demo

var dutch = manner{
	heads: []string{
		"De Linde", "Zilvermeeuw", "Het Anker", "Waterlelie", "Korenbloem", "Duinzicht", "De Ooievaar", "Hofgaarde",
		"Zonnedauw", "Molenzicht", "Bosrand", "Vlierbes", "Maanlicht",
	},
	tails:   []string{"Haarkliniek %", "% Haarcentrum", "Haarstudio %", "% Haar & Hoofdhuid", "Praktijk % Trichologie", "% Hair Studio"},
	streets: []string{"Voorbeeldstraat #", "Proefweg #", "Modelplein #", "Voorbeeldgracht #-A", "Laan van het Voorbeeld #"},
	given:   []string{"Anouk", "Bram", "Daan", "Fenna", "Floris", "Hilde", "Joris", "Lotte", "Maud", "Niek", "Roos", "Sanne", "Thijs", "Veerle"},
	endings: []string{"stra", "ma", "mans", "inga", "veld"},
}

var nordic = manner{
	heads: []string{
		"Björk", "Havsbris", "Ljung", "Norrsken", "Fyr", "Tussilago", "Sølv", "Granit", "Skärgård", "Blåklocka", "Måne",
		"Vindros", "Fjäril", "Solsikke",
	},
	tails:   []string{"% Hårklinik", "% Hårstudio", "% Hair Studio", "Klinik % Hår", "% Hår & Hud", "Studio % Hårpigment"},
	streets: []string{"Exempelgatan #", "Provvägen #", "Mønstervej #", "Mallgränd # B", "Eksempelveien #"},
	given:   []string{"Alva", "Birk", "Dagny", "Eskil", "Freja", "Gro", "Ingrid", "Joakim", "Liv", "Mikkel", "Nora", "Odd", "Signe", "Viggo"},
	endings: []string{"lund", "ström", "gaard", "vik", "sen"},
}

var greek = manner{
	heads:   []string{"Avra", "Elia", "Thalassa", "Asteria", "Kyma", "Dafni", "Galini", "Meltemi", "Anemoni", "Selini", "Kypseli", "Amygdalia"},
	tails:   []string{"% Hair Clinic", "% Hair Studio", "Kliniki Mallion %", "% Trichologia", "Kentro % Mallia", "% Scalp Studio"},
	native:  []string{"Αύρα", "Ελιά", "Θάλασσα", "Αστερία", "Κύμα", "Δάφνη", "Γαλήνη", "Μελτέμι", "Ανεμώνη", "Σελήνη", "Κυψέλη", "Αμυγδαλιά"},
	streets: []string{"Οδός Παραδείγματος #", "Paradeigmatos #", "Λεωφόρος Δοκιμής #", "Dokimis #, 2os orofos"},
	given:   []string{"Anthi", "Danae", "Fanis", "Ilias", "Kleio", "Loukas", "Myrto", "Nefeli", "Orestis", "Petros", "Rea", "Stathis"},
	endings: []string{"idis", "akis", "opoulos", "ellis", "atos"},
}

var arabic = manner{
	heads: []string{
		"Yasmin", "Nour", "Al Waha", "Zahra", "Najma", "Rihan", "Al Bustan", "Lulua", "Sahab", "Warda", "Qamar", "Al Nakhla",
		"Rimal", "Fajr", "Marjan",
	},
	tails: []string{"% Hair Clinic", "% Hair Centre", "% Hair & Scalp", "Markaz %", "% Trichology Clinic", "Clinique %", "% Hair Lounge"},
	native: []string{
		"ياسمين", "نور", "الواحة", "زهرة", "نجمة", "ريحان", "البستان", "لؤلؤة", "سحاب", "وردة", "قمر", "النخلة",
		"رمال", "فجر", "مرجان",
	},
	streets: []string{"# Al Mithal Street", "Building #, Namuzaj Road", "شارع المثال #", "Villa #, Al Mithal Road", "Office #, Namuzaj Tower"},
	given:   []string{"Amina", "Basil", "Dalia", "Faris", "Ghada", "Hadi", "Iman", "Karim", "Lamis", "Majd", "Nada", "Rami", "Salma", "Yara"},
	endings: []string{"awi", "an", "i", "iya", "oun"},
}

var japanese = manner{
	heads:   []string{"Sakura", "Hotaru", "Kaede", "Minato", "Tsubame", "Asagao", "Yuzu", "Komorebi", "Hinata", "Suzuran", "Nagisa", "Momiji"},
	tails:   []string{"% Hair Clinic", "% Scalp Studio", "% Kami Clinic", "% Hair & Skin", "Salon % Trichology", "% Tohi Studio"},
	native:  []string{"さくら", "ホタル", "楓", "みなと", "つばめ", "朝顔", "ゆず", "木漏れ日", "ひなた", "すずらん", "渚", "もみじ"},
	streets: []string{"#-2-3 Mihon-cho", "見本町#-1-5", "Rei Building #, Mihon-dori", "例示通り#-4"},
	given:   []string{"Aoi", "Chihiro", "Haruto", "Kanna", "Makoto", "Nao", "Ren", "Rin", "Sora", "Takumi", "Tsumugi", "Yui"},
	endings: []string{"moto", "zawa", "no", "hara", "mura"},
}

var korean = manner{
	heads:   []string{"Haneul", "Byeolbit", "Sonamu", "Nabi", "Maru", "Dalbit", "Saebom", "Gaon", "Isul", "Baram", "Onda", "Podo"},
	tails:   []string{"% Hair Clinic", "% Scalp Studio", "% Dupi Center", "% Moballim", "Clinic % Hair", "% SMP Atelier"},
	native:  []string{"하늘", "별빛", "소나무", "나비", "마루", "달빛", "새봄", "가온", "이슬", "바람", "온다", "포도"},
	streets: []string{"# Yesi-ro", "예시로 #", "#, Gyeonbon-gil", "견본길 #, 3층"},
	given:   []string{"Ara", "Bora", "Doyun", "Eunho", "Gaeun", "Hajun", "Jiwoo", "Minseo", "Nari", "Seojun", "Sora", "Yuna"},
	endings: []string{"sik", "min", "hwan", "rin", "gyeong"},
}

var thai = manner{
	heads:   []string{"Dok Mai", "Lamai", "Champa", "Baan Fah", "Sai Lom", "Rim Nam", "Chan Chao", "Malee", "Bua Luang", "Ton Kla"},
	tails:   []string{"% Hair Clinic", "% Hair Center", "Klinik % Phom", "% Scalp Studio", "% Hair & Skin"},
	native:  []string{"ดอกไม้", "ละไม", "จำปา", "บ้านฟ้า", "สายลม", "ริมน้ำ", "จันทร์เจ้า", "มะลิ", "บัวหลวง", "ต้นกล้า"},
	streets: []string{"#/7 Tuayang Road", "# ถนนตัวอย่าง", "# Soi Tuayang 4", "ซอยตัวอย่าง #"},
	given:   []string{"Anong", "Chai", "Dao", "Fai", "Kanya", "Malai", "Niran", "Ploy", "Rung", "Somchit", "Thida", "Wan"},
	endings: []string{"wong", "chai", "porn", "suk", "thong"},
}

var indian = manner{
	heads: []string{
		"Kamal", "Tulsi", "Chandan", "Neem Ghar", "Saarang", "Jharna", "Mogra", "Dhruv", "Parijat", "Utsav", "Sitara",
		"Banyan", "Kesar", "Amaltas",
	},
	tails: []string{"% Hair Clinic", "% Hair & Skin", "% Trichology Centre", "% Kesh Clinic", "The % Scalp Studio", "% Hair Care"},
	native: []string{
		"कमल", "तुलसी", "चंदन", "नीम घर", "सारंग", "झरना", "मोगरा", "ध्रुव", "पारिजात", "उत्सव", "सितारा",
		"बरगद", "केसर", "अमलतास",
	},
	streets: []string{"#, Namuna Marg", "Shop #, Udaharan Road", "# Example Enclave", "2nd Floor, #, Namuna Nagar", "नमूना मार्ग #"},
	given:   []string{"Aarohi", "Bhavin", "Charu", "Devika", "Eshan", "Gauri", "Hemant", "Ishani", "Jatin", "Kavya", "Lalit", "Meera", "Nikhil", "Tara"},
	endings: []string{"wal", "kar", "iya", "nath", "esh"},
}
