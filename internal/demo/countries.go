package demo

// country is what the demo knows of a country. Rates and levels are rough: they
// make prices plausible, not right.
type country struct {
	code      string
	weight    int // of its share of the clinics
	manner    *manner
	currency  string
	perEuro   float64 // units of the currency
	level     int     // of prices, in percent
	languages string
	week      week
	postcode  string // # is a digit; empty where there are no postcodes
	phones    string // # is a digit; see TestPhones_ringNowhere
}

// week is how a country's week is divided into work and rest.
type week int

const (
	mondayToFriday week = iota
	mondayToSaturday
	sundayToThursday
)

// countries holds the countries in the order in which a growing directory
// reaches them. Numbers are from a range reserved for fiction where the country
// has one, and elsewhere of a possible length in a range that nobody has.
var countries = []country{
	{"TR", 26, &turkish, "TRY", 46, 55, "tr en", mondayToSaturday, "#####", "+901555###### +902555######"},
	{"US", 24, &english, "USD", 1.1, 170, "en es", mondayToFriday, "#####", "+121255501## +131055501## +131255501## +141555501## +170255501## +171355501## +130555501## +120655501##"},
	{"GB", 18, &english, "GBP", 0.86, 130, "en", mondayToFriday, "ZZ## #ZZ", "+442079460### +441134960### +441214960### +441314960### +441414960### +441614960### +447700900###"},
	{"ES", 14, &spanish, "EUR", 1, 90, "es", mondayToFriday, "#####", "+341555##### +342555#####"},
	{"DE", 14, &german, "EUR", 1, 115, "de en", mondayToFriday, "#####", "+493023125### +498999998### +494066969### +496990009### +492214710###"},
	{"BR", 12, &portuguese, "BRL", 6.2, 70, "pt", mondayToSaturday, "#####-###", "+552555######"},
	{"IN", 11, &indian, "INR", 98, 35, "hi en", mondayToSaturday, "######", "+915555######"},
	{"PL", 9, &polish, "PLN", 4.3, 70, "pl", mondayToFriday, "##-###", "+483555#####"},
	{"MX", 9, &spanish, "MXN", 21, 60, "es", mondayToSaturday, "#####", "+521555###### +526555######"},
	{"AE", 8, &arabic, "AED", 4, 140, "ar en", mondayToSaturday, "", "+9711555#### +9718555####"},
	{"FR", 8, &french, "EUR", 1, 110, "fr", mondayToFriday, "#####", "+3319900#### +3326191#### +3335301#### +3346571#### +3353649####"},
	{"IT", 8, &italian, "EUR", 1, 100, "it", mondayToFriday, "#####", "+391555###### +392555######"},
	{"CA", 8, &english, "CAD", 1.6, 150, "en fr", mondayToFriday, "Z#Z #Z#", "+141655501## +160455501## +151455501## +140355501##"},
	{"AU", 8, &english, "AUD", 1.75, 150, "en", mondayToFriday, "####", "+6125550#### +6135550#### +6175550#### +6185550####"},
	{"JP", 7, &japanese, "JPY", 172, 110, "ja", mondayToSaturday, "###-####", "+8110555####"},
	{"KR", 7, &korean, "KRW", 1630, 85, "ko", mondayToSaturday, "#####", "+821555####"},
	{"AR", 6, &spanish, "ARS", 1650, 55, "es", mondayToFriday, "####", "+541555######"},
	{"TH", 6, &thai, "THB", 38, 60, "th en", mondayToSaturday, "#####", "+661555####"},
	{"ZA", 5, &english, "ZAR", 20, 60, "en af zu", mondayToFriday, "####", "+272555#####"},
	{"EG", 5, &arabic, "EGP", 56, 40, "ar", sundayToThursday, "#####", "+203555#####"},
	{"NL", 5, &dutch, "EUR", 1, 115, "nl en", mondayToFriday, "#### ZZ", "+319555#####"},
	{"CO", 5, &spanish, "COP", 4700, 50, "es", mondayToSaturday, "######", "+571555######"},
	{"GR", 4, &greek, "EUR", 1, 85, "el en", mondayToFriday, "### ##", "+301555######"},
	{"PT", 4, &portuguese, "EUR", 1, 85, "pt", mondayToFriday, "####-###", "+3511555#####"},
	{"SA", 4, &arabic, "SAR", 4.1, 125, "ar en", sundayToThursday, "#####", "+9661555#####"},
	{"ID", 4, &english, "IDR", 18500, 45, "id", mondayToSaturday, "#####", "+621555#####"},
	{"KW", 3, &arabic, "KWD", 0.34, 140, "ar en", sundayToThursday, "#####", "+9651555####"},
	{"SG", 3, &english, "SGD", 1.5, 150, "en zh ms", mondayToSaturday, "######", "+651555####"},
	{"CH", 3, &german, "CHF", 0.94, 170, "de fr it", mondayToFriday, "####", "+411555#####"},
	{"SE", 3, &nordic, "SEK", 11.1, 125, "sv en", mondayToFriday, "### ##", "+468465004## +463139006## +464062804##"},
	{"IE", 3, &english, "EUR", 1, 125, "en ga", mondayToFriday, "Z## ZZ##", "+3532091#####"},
	{"IL", 3, &english, "ILS", 3.9, 130, "he ar en", sundayToThursday, "#######", "+9721555####"},
	{"CL", 3, &spanish, "CLP", 1060, 65, "es", mondayToFriday, "#######", "+561555#####"},
	{"MY", 3, &english, "MYR", 4.8, 60, "ms en zh", mondayToSaturday, "#####", "+601555#####"},
	{"NG", 3, &english, "NGN", 1700, 45, "en", mondayToSaturday, "######", "+2341555######"},
	{"MA", 3, &french, "MAD", 10.6, 55, "ar fr", mondayToSaturday, "#####", "+2121555#####"},
	{"PH", 4, &english, "PHP", 67, 45, "fil en", mondayToSaturday, "####", "+631555#####"},
	{"VN", 4, &english, "VND", 30000, 45, "vi", mondayToSaturday, "#####", "+841555######"},
	{"AT", 3, &german, "EUR", 1, 115, "de", mondayToFriday, "####", "+433555######"},
	{"BE", 3, &dutch, "EUR", 1, 110, "nl fr", mondayToFriday, "####", "+324555####"},
	{"DK", 3, &nordic, "DKK", 7.5, 130, "da en", mondayToFriday, "####", "+451555####"},
	{"NO", 3, &nordic, "NOK", 11.7, 140, "nb en", mondayToFriday, "####", "+471555####"},
	{"FI", 3, &nordic, "EUR", 1, 125, "fi sv", mondayToFriday, "#####", "+35811555####"},
	{"CZ", 3, &polish, "CZK", 25, 75, "cs", mondayToFriday, "### ##", "+4201555#####"},
	{"HU", 3, &english, "HUF", 395, 65, "hu", mondayToFriday, "####", "+366555####"},
	{"RO", 3, &italian, "RON", 5.1, 60, "ro", mondayToFriday, "######", "+401555#####"},
	{"BG", 2, &english, "EUR", 1, 55, "bg", mondayToFriday, "####", "+3591555###"},
	{"HR", 2, &polish, "EUR", 1, 75, "hr", mondayToFriday, "#####", "+3852555####"},
	{"RS", 2, &polish, "RSD", 117, 60, "sr", mondayToFriday, "#####", "+3814555#####"},
	{"UA", 3, &polish, "UAH", 48, 45, "uk", mondayToFriday, "#####", "+3801555#####"},
	{"PE", 3, &spanish, "PEN", 4, 55, "es", mondayToSaturday, "#####", "+512555####"},
	{"EC", 2, &spanish, "USD", 1.1, 55, "es", mondayToFriday, "######", "+5931555####"},
	{"CR", 2, &spanish, "CRC", 560, 75, "es", mondayToFriday, "#####", "+5061555####"},
	{"DO", 2, &spanish, "DOP", 69, 60, "es", mondayToSaturday, "#####", "+180955501##"},
	{"NZ", 2, &english, "NZD", 1.95, 140, "en mi", mondayToFriday, "####", "+641555####"},
	{"KE", 2, &english, "KES", 145, 45, "sw en", mondayToSaturday, "#####", "+2541555#####"},
	{"GH", 2, &english, "GHS", 14, 45, "en", mondayToSaturday, "", "+2331555#####"},
	{"PK", 4, &indian, "PKR", 315, 30, "ur en", mondayToSaturday, "#####", "+921555######"},
	{"LK", 2, &indian, "LKR", 340, 40, "si ta en", mondayToSaturday, "#####", "+941555#####"},
	{"QA", 2, &arabic, "QAR", 4.1, 140, "ar en", sundayToThursday, "", "+9741555####"},
	{"JO", 2, &arabic, "JOD", 0.8, 80, "ar en", sundayToThursday, "#####", "+9621555####"},
	{"LB", 2, &arabic, "USD", 1.1, 70, "ar fr", mondayToFriday, "#### ####", "+9612555###"},
	{"TN", 2, &french, "TND", 3.4, 45, "ar fr", mondayToSaturday, "####", "+2161555####"},
	{"HK", 2, &english, "HKD", 8.6, 150, "zh en", mondayToSaturday, "", "+8521555####"},
	{"TW", 2, &english, "TWD", 36, 90, "zh", mondayToSaturday, "###", "+8861555#####"},
	{"KZ", 2, &english, "KZT", 580, 50, "kk ru", mondayToFriday, "######", "+71555######"},
	{"GE", 2, &english, "GEL", 3, 50, "ka en", mondayToSaturday, "####", "+9951555#####"},
	{"CY", 1, &greek, "EUR", 1, 85, "el en tr", mondayToFriday, "####", "+3571555####"},
	{"LT", 1, &nordic, "EUR", 1, 75, "lt en", mondayToFriday, "#####", "+3701555####"},
	{"BH", 1, &arabic, "BHD", 0.41, 120, "ar en", sundayToThursday, "####", "+9731555####"},
	{"OM", 1, &arabic, "OMR", 0.42, 115, "ar en", sundayToThursday, "###", "+9681555####"},
}
