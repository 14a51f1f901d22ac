package report

import (
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"github.com/aicomply/aicomply/internal/posture"
)

// The kinds of gate edit, in the order of reports.
const (
	EditedPolicy        = "policy"
	EditedConfiguration = "configuration"
	EditedWaiver        = "waiver"
)

// GoneDeployment is the summary of the warning on a deployment of the base that
// is not there any more.
const GoneDeployment = "Deployment is gone"

func editKinds() []string { return []string{EditedPolicy, EditedConfiguration, EditedWaiver} }

func editWays() []string { return []string{"added", "changed", "removed", "widened"} }

// sortEdits orders gate edits by kind, what they are about and place.
func sortEdits(edits []GateEdit) {
	slices.SortStableFunc(edits, func(a, b GateEdit) int {
		return cmp.Or(cmp.Compare(slices.Index(editKinds(), a.Kind), slices.Index(editKinds(), b.Kind)),
			cmp.Compare(a.What, b.What), cmp.Compare(a.Range.File, b.Range.File), a.Range.Start.Byte-b.Range.Start.Byte)
	})
}

// PartlyCompared reports whether something was compared with the base, although
// the base has a problem: with several deployments, one of them may be unreadable
// there.
func (r *Report) PartlyCompared() bool {
	t := r.tallied()
	return t.fixed > 0 || t.old
}

// validComparison checks what a report says of its base.
func (r *Report) validComparison() error {
	if b := r.Base; b != nil {
		if _, err := hex.DecodeString(b.Commit); err != nil || len(b.Commit) > 64 {
			return fmt.Errorf("base.commit: %q is not hexadecimal", Clip(b.Commit, 40))
		}
	}
	for i, e := range r.GateEdits {
		err := errors.Join(oneOf("kind", e.Kind, editKinds()), oneOf("how", e.How, editWays()), validRange(e.Range))
		if err != nil {
			return at("gate_edits", i, err)
		}
	}
	return nil
}

func validChanges(changes []posture.Change) error {
	for i, c := range changes {
		err := errors.Join(
			oneOf("aspect", c.Aspect, posture.Aspects()),
			oneOf("direction", c.Direction, posture.Directions()),
			validRange(c.Range),
		)
		if err != nil {
			return at("changes", i, err)
		}
	}
	return nil
}
