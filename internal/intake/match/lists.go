package match

import "strings"

// The lists below are of words as tokens writes them: Latin and lower-case.

// legal are the forms that companies have, at the end of their names.
var legal = set(`
	ltd limited llc llp lp plc inc incorporated corp corporation co company gmbh mbh ag kg ug ohg ev ek
	sl slu slp sa sau sas sasu sarl eurl srl srls scp sc bv nv bvba ab as asa oy oyj aps sti sirketi
	sp z oo spzoo zoo doo dooel sro kft zrt bt ood eood ad ead ooo oao zao pao ao ip too tov uab sia
	pty pte pvt private sdn bhd fzco fze fzllc wll tic san ve ticaret sanayi ltda me eireli sapi cv`)

// legalDotted are forms that are words of their own unless they are dotted.
var legalDotted = set("spa ma pa pc ps pl")

// legalFirst are forms that stand before the name.
var legalFirst = set("ooo oao zao pao ip too tov chp pt cv")

// small words say nothing about whose name it is.
var small = set(`
	the a an and of at in on for by to with & und der die das von im am fur y e i el la las los de del
	les le du des et da do dos di della il ve ile w na v no nr num nhs foundation trust`)

// facilities say what kind of place it is, which a sign and a register often
// put in different words.
//
//nolint:misspell // words of many languages
var facilities = set(`
	clinic clinics clinica clinicas klinik klinika kliniki klinike klinikasi klinigi kliniek clinique poliklinik poliklinika policlinica
	polyclinic policlinico poliambulatorio hospital hospitals hopital ospedale hastanesi hastane krankenhaus klinikum szpital bolnica
	bolnitsa infirmary sanatorium spital spitalul center centre centers centro centrum zentrum tsentr centar centru kentro
	merkez merkezi markaz yd yadh mstshf mrkz medical medica medico medicale medisch medizinisches meditsinskii meditsinskaia medicina meditsina
	med tip tibbi health healthcare sante salud saglik gesundheit care group grup grupo gruppe studio salon institute institut instituto
	institutul enstitu enstitusu practice praxis cabinet consultorio surgery surgeries doctor doctors dr dra prof professor op uzm
	international intl services service servis unit house yi yuan zhen suo`)

// specialties say what is done there. They are shared by half the directory, and
// yet two houses that differ in nothing else are two houses.
var specialties = set(`
	hair hairs sac haar pelo capelli cheveux volos volosy wlosow prp smp scalp micropigmentation transplant transplantation trapianto
	ekimi ekim implant implants peresadka trichology trikologiia trichologie tricologia tricologico skin cilt haut piel pelle laser beauty guzellik
	estetik esthetic esthetics aesthetic aesthetics estetica estetika cosmetic cosmetics kosmetik dermatology dermatologia dermatologie
	dermatologiia dermatoloji plastic plastik restoration restore regrowth loss community general district royal regional national
	city memorial`)

// departments say which part of a house, or which of several, is meant. A name
// that has one is not the name without it.
var departments = set(`
	children eye dental women men maternity heart cancer psychiatric psychology mental veterinary vet academy annexe ward wing
	day outpatient orthopaedic chest birth fertility renal dialysis hospice
	north south east west upper lower old new kuzey guney dogu bati nord sud est ouest norte sur este oeste severnyi iuzhnyi
	ladies gents junior senior third`)

// nameShort are words of names that are written in several ways.
var nameShort = pairs(`
	st saint ste saint sainte saint hosp hospital ctr centre univ university intl international
	childrens children childs children child children kids children paediatric children pediatric children pediatrics children
	ophthalmic eye ophthalmology eye eyes eye dentist dental dentistry dental dentists dental womens women woman women mens men
	annex annexe cardiac heart oncology cancer psychiatry psychiatric kindergarten children mt mount
	gen general comm community rehab rehabilitation orthopedic orthopaedic
	ii 2 iii 3 iv 4 two 2 three 3 four 4 second 2 third 3 first 1 one 1`)

// ways say what kind of street it is.
var ways = set(`
	street road avenue boulevard lane drive place square court close way terrace highway calle rue via
	viale corso plaza sokak cadde ulitsa ulica strasse platz weg allee straat laan rua mahalle prospekt
	pereulok building floor suite unit flat apartment kat daire blok block`)

// streetShort are words of addresses that are written in several ways.
var streetShort = pairs(`
	st street str street rd road ave avenue av avenue avenida avenue avda avenue blvd boulevard bld boulevard bulvari boulevard bulvar boulevard
	ln lane dr drive pl place sq square ct court cl close ter terrace hwy highway c calle cl calle
	sk sokak sok sokak sokagi sokak cd cadde cad cadde caddesi cadde ul ulitsa ulica ulitsa mah mahalle mahallesi mahalle mh mahalle
	pr prospekt prosp prospekt per pereulok bldg building fl floor ste suite apt apartment blk block saint street
	hosp hospital nth north sth south`)

// shared are hosts on which everybody has a page: only the page is somebody's.
var shared = set(`
	facebook.com fb.com instagram.com linktr.ee linkedin.com twitter.com x.com tiktok.com youtube.com t.me telegram.me
	wa.me whatsapp.com vk.com ok.ru pinterest.com google.com g.page goo.gl maps.app.goo.gl g.co business.site bit.ly
	tinyurl.com beacons.ai wixsite.com wix.com weebly.com wordpress.com blogspot.com squarespace.com jimdo.com webnode.com
	tilda.ws taplink.cc taplink.ws ueniweb.com yelp.com tripadvisor.com trustpilot.com booksy.com fresha.com treatwell.co.uk
	whatclinic.com zocdoc.com realself.com doctolib.fr doctolib.de doctoralia.com doctoralia.es doktortakvimi.com
	znanylekarz.pl jameda.de bookimed.com setmore.com calendly.com nhs.uk carrd.co bio.link lnk.bio yandex.ru yandex.com`)

// freeMail are the first labels of domains that give everybody a mailbox.
var freeMail = set(`
	gmail googlemail outlook hotmail live msn yahoo ymail rocketmail icloud me mac aol gmx web mail yandex ya bk list inbox rambler
	proton protonmail pm qq 163 126 sina naver hanmail daum wp o2 onet interia libero virgilio tiscali orange wanadoo free laposte sfr
	t-online freenet btinternet sky virginmedia talktalk comcast verizon att rediffmail seznam abv ukr zoho nhs mynet`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// pairs reads short and long forms in turn.
func pairs(words string) map[string]string {
	m := map[string]string{}
	all := strings.Fields(words)
	for i := 0; i+1 < len(all); i += 2 {
		m[all[i]] = all[i+1]
	}
	return m
}
