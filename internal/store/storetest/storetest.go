package storetest

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/store"
)

// Now is the moment that stores made here take it to be.
var Now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// New returns an empty store in a temporary file, closed when the test ends, and
// adds listings with their organizations. It is the real store: tests that need
// storage use this, not a mock.
func New(tb testing.TB, listings ...directory.Listing) *store.Store {
	tb.Helper()
	s := Open(tb, filepath.Join(tb.TempDir(), "test.db"))
	Add(tb, s, listings...)
	return s
}

// Open opens the store in the file at path, which it creates if need be, and
// closes it when the test ends.
func Open(tb testing.TB, path string) *store.Store {
	tb.Helper()
	empty.put(tb, path)
	return open(tb, path)
}

func open(tb testing.TB, path string) *store.Store {
	tb.Helper()
	s, err := store.Open(tb.Context(), path, store.Options{
		Create: true, Now: func() time.Time { return Now }, Keys: Keys(), Enqueue: enqueue,
	})
	if err != nil {
		tb.Fatalf("Open(%s) = %v, want a store", path, err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Errorf("Close() = %v", err)
		}
	})
	return s
}

// pattern is a new database, made once and then copied: hundreds of tests want one each,
// and to make it takes forty migrations.
type pattern struct {
	made sync.Mutex
	file []byte
}

var empty pattern

// put writes a new database to path unless there is a file.
func (p *pattern) put(tb testing.TB, path string) {
	tb.Helper()
	p.made.Lock()
	defer p.made.Unlock()
	if p.file == nil {
		p.file = p.make(tb)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return
	}
	if err == nil {
		_, err = f.Write(p.file)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		tb.Fatalf("make %s = %v", path, err)
	}
}

func (p *pattern) make(tb testing.TB) []byte {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "pattern.db")
	s, err := store.Open(tb.Context(), path, store.Options{Create: true, Now: func() time.Time { return Now }, Keys: Keys(), Enqueue: enqueue})
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		tb.Fatalf("Open(%s) = %v, want a store", path, err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return file
}

// Add adds listings to s, and before them those of their organizations that are
// not there yet.
func Add(tb testing.TB, s *store.Store, listings ...directory.Listing) {
	tb.Helper()
	var organizations []directory.Organization
	added := map[directory.ID]bool{}
	for _, l := range listings {
		id := l.Organization.ID
		if added[id] {
			continue
		}
		added[id] = true
		if _, err := s.Organization(tb.Context(), id); directory.KindOf(err) == directory.NotFound {
			organizations = append(organizations, l.Organization)
		}
	}
	if err := s.AddOrganizations(tb.Context(), organizations...); err != nil {
		tb.Fatalf("AddOrganizations(%d of them) = %v", len(organizations), err)
	}
	if err := s.AddListings(tb.Context(), listings...); err != nil {
		tb.Fatalf("AddListings(%d of them) = %v", len(listings), err)
	}
}

// Run puts the database that open returns through every promise of the store.
// Open is called once for each and must return an empty one every time, whose
// clock stands at [Now].
func Run(t *testing.T, open func(t *testing.T) *store.Store) {
	t.Helper()
	promises := map[string]func(check){
		"listings come back as they went in":           listingsComeBack,
		"a listing is found by id and by slug":         listingIsFound,
		"an organization lists its clinics":            organizationListsClinics,
		"listings are added all or none":               listingsAllOrNone,
		"what is not sound is refused":                 unsoundRefused,
		"a taken id or slug is a conflict":             takenIsConflict,
		"an update saves what changed":                 updateSaves,
		"a refused update saves nothing":               updateRefused,
		"an update without a change is none":           updateWithoutChange,
		"an update keeps to its listing":               updateKeepsToListing,
		"of many updates none is lost":                 updatesNotLost,
		"all listings are read once":                   allListingsRead,
		"reading all stops at an error":                readingStops,
		"organizations come back as they went in":      organizationsComeBack,
		"an organization's change shows in listings":   organizationChangeShows,
		"an organization is updated on the same terms": organizationUpdate,
		"a former slug leads to the present one":       formerSlugLeads,
		"a merge leads on in one hop":                  mergeLeadsOn,
		"what is merged away is found no more":         mergedIsGone,
		"nobody is sent in a circle":                   noCircle,
		"a name that answers is not given away":        nameNotGivenAway,
		"each change is announced once":                changesAnnounced,
		"a change is announced with its row":           announcedWithRow,
		"a follower sees every change":                 followerSeesAll,
		"a follower stops when told to":                followerStops,
		"changes lead to their listings":               changesLeadToListings,
		"photos come back as they went in":             photosComeBack,
		"a stamp says what was set last":               stampSays,
		"what is counted of a clinic adds up":          figuresAddUp,
		"a row that waits is said to be a clinic":      rowIsIdentified,
		"an empty directory says so":                   emptySays,
		"everything is read in order":                  readInOrder,
		"reading in order stops at an error":           readingInOrderStops,
		"a batch is imported whole or not at all":      importAllOrNone,
		"a refused row leaves the batch as it was":     importGoesOn,
		"a failure is the end of a batch":              importEnds,
		"an attempt that is refused leaves nothing":    attemptTakenBack,
		"a batch sees what answers today":              batchSeesToday,
		"a batch says what it changed":                 importSaysChanged,
		"a slug is given away once":                    slugGivenOnce,
		"namesakes are told apart by numbers":          namesakesNumbered,
		"a former slug is not given away":              formerSlugNotGiven,
		"a long slug makes room for its number":        longSlugNumbered,
		"a name without letters gets a slug":           namelessSlug,
		"a row is remembered as it was saved":          recordsComeBack,
		"a row is remembered in the place of itself":   recordReplaced,
		"what a row became is not forgotten":           recordKeepsApplied,
		"a row's clinic is the one of today":           recordFollowsMerge,
		"evidence comes back as it went in":            evidenceComesBack,
		"rows wait in order, by their numbers":         pendingInOrder,
		"nothing waits unseen":                         pendingNeedsHuman,
		"rows are of a source that is credited":        rowsHaveSource,
		"sources come back, the newest of each":        sourcesComeBack,
		"brands lead to their organizations":           brandsComeBack,
		"clinics stay told apart":                      distinctStays,
		"who was told apart stays so when merged":      distinctFollowsMerge,
		"the sitemap lists what searches hold":         sitemapLists,
		"the sitemap's dates are true":                 sitemapDates,
		"the sitemap is cut by number":                 sitemapCut,
		"accounts come back as they went in":           accountsComeBack,
		"an address has one account":                   addressHasOneAccount,
		"an account is updated on the same terms":      accountUpdate,
		"a closed account is signed out":               closedSignedOut,
		"credentials come back as they went in":        credentialsComeBack,
		"a recovery code is spent once":                recoverySpentOnce,
		"roles come back as they were set":             rolesComeBack,
		"roles that cannot be are refused":             rolesRefused,
		"a change of roles is announced":               rolesAnnounced,
		"the last owner is seen by everybody":          lastOwnerStays,
		"sessions come back as they went in":           sessionsComeBack,
		"a revoked session never stands again":         revokedStays,
		"all sessions but one are ended":               othersRevoked,
		"a refresh token is used once":                 refreshOnce,
		"a used refresh token ends its session":        refreshReplayed,
		"a session that ended is not renewed":          refreshEnded,
		"secrets come back as they went in":            secretsComeBack,
		"a link is redeemed once":                      linkRedeemedOnce,
		"a link says why it does not work":             linkSaysWhy,
		"a link that led nowhere can be used again":    linkNotWasted,
		"a code is tried five times":                   codeTried,
		"a newer link takes the place of the old":      linkReplaced,
		"invitations wait for their clinic":            invitationsWait,
		"what was sent to an address is counted":       sentCounted,
		"what a place sent to somebody is counted":     invitedCounted,
		"people change all at once or not at all":      peopleAllOrNone,
		"a job comes with what caused it":              jobWithCause,
		"letters come back as they were posted":        lettersComeBack,
		"a letter comes with what caused it":           letterWithCause,
		"a letter that was sent is gone":               letterGone,
		"a letter is not kept for ever":                lettersSwept,
		"passkeys come back as they went in":           passkeysComeBack,
		"a passkey is one account's":                   passkeyTaken,
		"a passkey is updated on the same terms":       passkeyUpdated,
		"a passkey that was removed is gone":           passkeyRemoved,
		"standing tells of today":                      standingTells,
		"an account's secrets are those of use":        secretsOfAccount,
		"what is over is swept":                        peopleSwept,
		"a new key takes everything along":             peopleResealed,
		"moderators change all at once or not at all":  moderationAllOrNone,
		"clinics are due in order":                     dueInOrder,
		"letters to an address are remembered":         addressedComesBack,
		"a version is published like an update":        versionPublished,
		"a version that is refused leaves nothing":     versionRefused,
		"moderators come one after another":            moderationInTurn,
		"a brand has its branches":                     branchesListed,
		"names are those of today":                     namesOfToday,
		"what is proposed waits with its proposer":     proposalsAdded,
		"what cannot be proposed is refused":           proposalsRefused,
		"a proposal gets a slug of its own":            proposalSlugs,
		"listings that may be one clinic are found":    alikeFound,
		"a merge in a transaction can be taken back":   mergeComesBack,
		"requests come back as they were saved":        requestsComeBack,
		"requests are let through by a filter":         requestsFiltered,
		"claims come back as they were saved":          claimsComeBack,
		"reports wait for their clinic":                reportsComeBack,
		"the queue holds what waits":                   queueHolds,
		"an assignment ends with a decision":           assignmentEnds,
		"the record is a chain":                        recordKept,
		"questions and replies come back":              freshnessComesBack,
		"a new key takes claims and the record along":  moderationResealed,
	}
	for name, promise := range promises {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			promise(check{t, s, Alone(s)})
		})
	}
}
