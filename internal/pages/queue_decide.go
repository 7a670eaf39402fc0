package pages

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/web/page"
)

// takePrefix begins the names of the boxes of differences, and rowPrefix those of the
// requests of a bulk.
const (
	takePrefix = "take:"
	rowPrefix  = "row:"
)

// prefixed reads a form that has some fields by name, and any number with a prefix.
// Everything else is refused by its name.
func prefixed(c *fiber.Ctx, prefix string, names ...string) (form, rest map[string]string, err error) {
	values, err := access.AnyForm(c)
	if err != nil {
		return nil, nil, err
	}
	form, rest = map[string]string{}, map[string]string{}
	wrong := wrongs{}
	for name := range values {
		after, found := strings.CutPrefix(name, prefix)
		switch {
		case name == access.FormField:
		case found:
			rest[after] = values.Get(name)
		case slices.Contains(names, name):
			form[name] = values.Get(name)
		default:
			wrong[access.Short(name)] = directory.Msg("access.field_unknown")
		}
	}
	return form, rest, wrong.err()
}

// readDecision reads the form of an item.
func readDecision(c *fiber.Ctx) (page.Decision, error) {
	in, taken, err := prefixed(c, takePrefix, "answer", "revision", "reason", "text", "seen")
	if err != nil {
		return page.Decision{}, err
	}
	d := page.Decision{
		Sent: true, Answer: moderation.Answer(in["answer"]), Reason: moderation.Reason(in["reason"]), Text: in["text"],
		Seen: in["seen"], Revision: number(in["revision"]), Taken: map[string]bool{},
	}
	for name := range taken {
		d.Taken[name] = true
	}
	return d, nil
}

// number is a number as a form carries it along; -1 for what is none, which nothing has.
func number(s string) int {
	n := 0
	for _, digit := range s {
		if digit < '0' || digit > '9' || n > 1<<30 {
			return -1
		}
		n = n*10 + int(digit-'0')
	}
	if s == "" {
		return -1
	}
	return n
}

// decide answers POST /admin/queue/{kind}/{item}/decision.
func (p *Pages) decide(c *fiber.Ctx) error {
	kind, err := itemKind(c)
	if err != nil {
		return err
	}
	if kind == moderation.ItemImport {
		return p.decideRow(c)
	}
	_, id, err := itemID(c)
	if err != nil {
		return err
	}
	onwards, err := p.onwards(c, kind, id)
	if err != nil {
		return err
	}
	typed, err := readDecision(c)
	var done url.Values
	if err == nil {
		done, err = p.carryOut(c.UserContext(), access.AskingOf(c).Actor, kind, id, typed)
	}
	return p.settle(c, seenBelow(err), onwards(done), func(s page.Sheet) error {
		return p.showItem(c, s, typed)
	}, "reason", "text")
}

// belowWords say what the page that comes back shows already: who reads it has nothing
// to load again.
var belowWords = map[string]string{
	"moderation.decided":  "queue_page.below.decided",
	"moderation.moved_on": "queue_page.below.moved_on",
	"moderation.edited":   "queue_page.below.edited",
}

// seenBelow says of what has been decided or changed meanwhile that the page shows it.
func seenBelow(err error) error {
	e := (*directory.Error)(nil)
	if !errors.As(err, &e) || belowWords[e.Message.ID] == "" {
		return err
	}
	told := *e
	told.Message.ID = belowWords[e.Message.ID]
	return &told
}

// carryOut does what somebody has decided of an item, and says what that was.
func (p *Pages) carryOut(ctx context.Context, actor directory.Actor, kind moderation.ItemKind, id directory.ID, d page.Decision) (url.Values, error) {
	switch kind {
	case moderation.ItemChange:
		return p.decideChange(ctx, actor, id, d)
	case moderation.ItemClaim, moderation.ItemContest, moderation.ItemAppeal:
		if d.Answer != moderation.Approve && d.Answer != moderation.Reject {
			return nil, directory.Refuse(directory.Invalid, "moderation.answer")
		}
		grant := d.Answer == moderation.Approve
		_, err := p.Claims.Decide(ctx, actor, id, grant, d.Reason, d.Text)
		return did(map[bool]string{true: "grant", false: "deny"}[grant]), err
	case moderation.ItemProposal:
		if d.Answer != moderation.Approve && d.Answer != moderation.Reject {
			return nil, directory.Refuse(directory.Invalid, "moderation.answer")
		}
		to := directory.Published
		if d.Answer == moderation.Reject {
			to = directory.Rejected
		}
		_, err := p.Moderators.SetState(ctx, actor, id, moderation.Sentence{Seen: directory.Submitted, To: to, Reason: d.Reason, Text: d.Text})
		return did(string(to)), err
	case moderation.ItemReport, moderation.ItemLegal:
		return did("reports"), p.decideReports(ctx, actor, id, d)
	case moderation.ItemImport:
	}
	return nil, directory.Refuse(directory.NotFound, "moderation.no_item")
}

func did(what string) url.Values { return url.Values{"done": {what}} }

func (p *Pages) decideChange(ctx context.Context, actor directory.Actor, id directory.ID, d page.Decision) (url.Values, error) {
	v := moderation.Verdict{Answer: d.Answer, Revision: d.Revision, Reason: d.Reason, Text: d.Text}
	if d.Answer == moderation.Approve {
		for name := range d.Taken {
			v.Chosen = append(v.Chosen, name)
		}
		slices.Sort(v.Chosen)
		if len(v.Chosen) == 0 { // to the desk that would be all of them
			return nil, directory.Refuse(directory.Invalid, "queue_page.none_chosen")
		}
	}
	if _, err := p.Moderators.Decide(ctx, actor, id, v); err != nil {
		return nil, err
	}
	done := did(string(d.Answer))
	if d.Answer != moderation.AskBack {
		done.Set("undo", id.String())
	}
	return done, nil
}

// decideReports decides what somebody has seen of what is said of a listing.
func (p *Pages) decideReports(ctx context.Context, actor directory.Actor, id directory.ID, d page.Decision) error {
	var seen []directory.ID
	for name := range strings.SplitSeq(d.Seen, ",") {
		report, err := directory.ParseID(name)
		if err != nil {
			return directory.Refuse(directory.Invalid, "queue_page.seen")
		}
		seen = append(seen, report)
	}
	return p.Moderators.DecideReports(ctx, actor, id, seen, d.Reason, d.Text)
}

// decideAll answers POST /admin/queue/decisions.
func (p *Pages) decideAll(c *fiber.Ctx) error {
	in, rows, err := prefixed(c, rowPrefix, "answer", "reason", "text")
	typed := page.Bulk{Reason: moderation.Reason(in["reason"]), Text: in["text"], Rows: map[string]bool{}}
	for id := range rows {
		typed.Rows[id] = true
	}
	_, filter, _ := queueFilter(c)
	n := 0
	if err == nil {
		n, err = p.ruleAll(c, moderation.Answer(in["answer"]), rows, typed)
	}
	e, named := (*directory.Error)(nil), []string{}
	if errors.As(err, &e) { // the rows of a bulk are named where they stand
		for name := range e.Fields {
			named = append(named, name)
		}
		slices.Sort(named)
	}
	done := did("bulk")
	done.Set("n", p.words().Number(n))
	return p.settle(c, err, filter.At("/admin/queue", done), func(s page.Sheet) error {
		typed.Open = true
		return p.showQueue(c, s, typed)
	}, append([]string{"reason", "text"}, named...)...)
}

// ruleAll gives one answer to all the rows that were ticked, in the order of their ids.
func (p *Pages) ruleAll(c *fiber.Ctx, answer moderation.Answer, rows map[string]string, typed page.Bulk) (int, error) {
	if answer != moderation.Approve && answer != moderation.Reject {
		return 0, directory.Refuse(directory.Invalid, "moderation.answer")
	}
	if len(rows) == 0 {
		return 0, directory.Refuse(directory.Invalid, "queue_page.none_ticked")
	}
	var all []moderation.Ruling
	wrong := wrongs{}
	for name, revision := range rows {
		id, err := directory.ParseID(name)
		if err != nil {
			wrong[access.Short(name)] = directory.Msg("moderation.no_item")
			continue
		}
		all = append(all, moderation.Ruling{Request: id, Verdict: moderation.Verdict{
			Answer: answer, Revision: number(revision), Reason: typed.Reason, Text: typed.Text,
		}})
	}
	if err := wrong.err(); err != nil {
		return 0, err
	}
	slices.SortFunc(all, func(a, b moderation.Ruling) int { return cmp.Compare(a.Request.String(), b.Request.String()) })
	decided, err := p.Moderators.DecideAll(c.UserContext(), access.AskingOf(c).Actor, all)
	if e := (*directory.Error)(nil); errors.As(err, &e) && e.Kind == directory.NotFound { // a row of the form, not the page
		err = &directory.Error{Kind: directory.Invalid, Message: e.Message, Fields: e.Fields}
	}
	return len(decided), err
}

// undo answers POST /admin/requests/{request}/undo.
func (p *Pages) undo(c *fiber.Ctx) error {
	id, err := directory.ParseID(c.Params("request"))
	if err != nil {
		return directory.Refuse(directory.NotFound, "auth.not_found")
	}
	if _, err = access.Form(c); err == nil {
		_, err = p.Moderators.Undo(c.UserContext(), access.AskingOf(c).Actor, id)
	}
	if directory.KindOf(err) == directory.NotFound {
		return err
	}
	_, filter, _ := queueFilter(c)
	return p.settle(c, seenBelow(err), filter.At(page.ItemPath(moderation.ItemChange, id.String()), did("undone")), func(s page.Sheet) error {
		return p.showCase(c, moderation.ItemChange, id, s, page.Decision{})
	})
}

// assign answers POST /admin/queue/{kind}/{item}/assignment.
func (p *Pages) assign(c *fiber.Ctx) error {
	kind, id, err := itemID(c)
	if err != nil {
		return err
	}
	in, err := access.Form(c, "to")
	to, done := directory.ID{}, "free"
	switch {
	case err != nil:
	case in["to"] == "me":
		to, done = access.AskingOf(c).Actor.Account, "taken"
	case in["to"] != "nobody":
		err = directory.Refuse(directory.Invalid, "moderation.assignee")
	}
	if err == nil {
		err = p.Moderators.Assign(c.UserContext(), access.AskingOf(c).Actor, kind, id, to)
	}
	_, filter, _ := queueFilter(c)
	return p.settle(c, err, filter.At(page.ItemPath(kind, id.String()), did(done)), func(s page.Sheet) error {
		return p.showItem(c, s, page.Decision{})
	})
}

// called answers POST /admin/claims/{claim}/call.
func (p *Pages) called(c *fiber.Ctx) error {
	id, err := directory.ParseID(c.Params("claim"))
	if err != nil {
		return directory.Refuse(directory.NotFound, "not_found.claim")
	}
	in, err := access.Form(c, "phone", "code")
	if err == nil {
		err = p.showCall(c, id, in)
	}
	if directory.KindOf(err) == directory.NotFound {
		return err
	}
	kind := moderation.ItemClaim
	for _, other := range []moderation.ItemKind{moderation.ItemContest, moderation.ItemAppeal} {
		if string(other) == c.Query("as") {
			kind = other
		}
	}
	_, filter, _ := queueFilter(c)
	return p.settle(c, err, filter.At(page.ItemPath(kind, id.String()), did("called")), func(s page.Sheet) error {
		return p.showCase(c, kind, id, s, page.Decision{Phone: in["phone"]})
	}, "phone", "code")
}

// showCall adds a call to the evidence. A phone comes with the branch that it is of.
func (p *Pages) showCall(c *fiber.Ctx, claim directory.ID, in map[string]string) error {
	branch, number, found := strings.Cut(in["phone"], " ")
	if !found {
		branch, number = "", in["phone"]
	}
	phone, err := directory.ParsePhone(number, directory.Country{})
	if err != nil {
		return wrongs{"phone": directory.Msg("moderation.claim.phone")}.err()
	}
	var of directory.ID
	if branch != "" {
		if of, err = directory.ParseID(branch); err != nil {
			return wrongs{"phone": directory.Msg("moderation.claim.phone")}.err()
		}
	}
	_, err = p.Claims.Called(c.UserContext(), access.AskingOf(c).Actor, claim, of, phone, in["code"])
	return err
}

// decideRow answers the decision on a row of a file: that it is none of the clinics that it
// was taken for, or which of them.
func (p *Pages) decideRow(c *fiber.Ctx) error {
	n := number(c.Params("item"))
	if n < 0 {
		return directory.Refuse(directory.NotFound, "moderation.no_item")
	}
	in, err := access.Form(c, "answer", "clinic")
	if err == nil {
		err = p.rowDecided(c, int64(n), in["answer"], in["clinic"])
	}
	_, filter, _ := queueFilter(c)
	return p.settle(c, err, filter.At("/admin/queue", did(in["answer"])), func(s page.Sheet) error {
		return p.showFileRow(c, s)
	})
}

func (p *Pages) rowDecided(c *fiber.Ctx, row int64, answer, clinic string) error {
	ctx, actor := c.UserContext(), access.AskingOf(c).Actor
	switch {
	case answer == "apart" && clinic == "":
		return p.Files.TellApart(ctx, actor, row)
	case answer == "same":
		id, err := directory.ParseID(clinic)
		if err != nil {
			return directory.Refuse(directory.Invalid, "queue_page.file.not_beside")
		}
		return p.Files.Identify(ctx, actor, row, id)
	}
	return directory.Refuse(directory.Invalid, "moderation.answer")
}
