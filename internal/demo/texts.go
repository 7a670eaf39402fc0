package demo

// What the demo says of its clinics. Each description ends with a sentence that
// says that the clinic is invented, and none promises a result.

var (
	aboutPRP = []string{
		"Platelet-rich plasma for hair that is growing thin, after a consultation that also says when it is unlikely to help.",
		"PRP in a course of sessions, with photographs taken before and after so that you can judge for yourself.",
		"Works with platelet-rich plasma only, and sends people with fully bald areas elsewhere.",
		"Blood is drawn, spun and injected in one visit of about an hour; not everybody responds.",
		"A small practice for early thinning, where the first visit is a talk and a look at the scalp.",
		"PRP beside the medicines you may already take; how many sessions make sense is decided as you go.",
	}
	aboutSMP = []string{
		"Scalp micropigmentation by hand-placed dots: the look of shaved hair, without regrowing any.",
		"Density for thin crowns and softer hairlines, built up over two to four visits.",
		"Pigment for scars and shaved styles, tried out first as a drawing on the skin that washes off.",
		"SMP in natural tones, with touch-ups after some years as pigment fades.",
		"A studio for scalp pigmentation that shows healed work rather than fresh work.",
		"Hairlines that suit the age of the person under them; correction of older pigment on request.",
	}
	aboutBoth = []string{
		"PRP while follicles are still active, pigment where they are not, planned together.",
		"Offers plasma treatment and scalp pigmentation, and says openly when only one of them makes sense.",
		"Both treatments under one roof: first what can be kept, then what can be made to look fuller.",
		"Two teams, one plan: injections on one floor, pigment on the other.",
		"For people who want to keep real hair to feel under the look that pigment gives.",
	}
)

var asides = []string{
	"The rooms are on the ground floor, with a step-free entrance.",
	"Evening visits can be arranged on two days a week.",
	"Prices are told before anything is booked.",
	"Nobody is treated on the day of the first consultation.",
	"Tea, a quiet waiting room and no music.",
	"Children are welcome in the waiting room.",
	"A second opinion is encouraged.",
}

var closings = []string{
	"This clinic is invented.",
	"The clinic is invented, and so is everyone who works in it.",
	"An invented clinic of the demo directory: please do not try to visit.",
	"None of this exists: the clinic is invented for the demo.",
	"Invented for the demo directory.",
}

var (
	chainTexts = []string{
		"An invented chain of clinics. Each branch sets its own hours and prices.",
		"An invented brand whose branches share training and photographs, not staff.",
		"An invented chain that started with one room and a centrifuge.",
		"An invented family of clinics, each run by the people who treat there.",
	}
	groupTexts = []string{
		"An invented group that owns chains of clinics and treats nobody itself.",
		"An invented holding of hair clinics in several countries.",
	}
	facilitatorTexts = []string{
		"An invented agency that arranges journeys to clinics of others. It is not a clinic.",
		"An invented travel agency for treatments; it employs no practitioner.",
	}
	academyTexts = []string{
		"An invented school that teaches scalp pigmentation and treats volunteers under supervision.",
		"An invented training academy; students work on models at reduced prices.",
	}
)

// Reasons for a standing that people ask about.
var (
	suspendedReasons = []string{
		"Visitors reported that nobody answers at this address; we have asked the clinic.",
		"A credential could not be found in the register that the clinic named; we have asked the clinic.",
	}
	rejectedReasons = []string{"The address is that of a post office box."}
	closedReasons   = []string{"The owner told us that the clinic has closed for good.", "The practice was given up when the lease ended."}
	pausedReasons   = []string{"The rooms are being renovated.", "Closed while the team is on parental leave.", "Moving to new rooms nearby."}
)
