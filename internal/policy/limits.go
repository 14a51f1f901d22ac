package policy

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/metrics"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/topdown/builtins"
)

// defaultMemory is how much the heap may hold while policies are evaluated when
// nothing else is said, in bytes.
const defaultMemory = 2 << 30

// heapMetric is what the heap holds, in bytes, garbage not yet collected included.
const heapMetric = "/memory/classes/heap/objects:bytes"

// watch cancels an evaluation that makes the heap grow beyond a limit. OPA
// looks between two instructions whether it was cancelled; guardFunctions bounds
// what a single instruction can allocate. exceeded turns true first, and done
// ends the watch.
func watch(limit int64, cancel topdown.Cancel, exceeded *atomic.Bool, tripped chan<- struct{}) (done func()) {
	stop := make(chan struct{})
	go func() {
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
			}
			if heap() <= limit || collected() <= limit {
				continue
			}
			exceeded.Store(true)
			cancel.Cancel()
			close(tripped)
			return
		}
	}()
	return sync.OnceFunc(func() { close(stop) })
}

// collected is what the heap holds after garbage was collected, in bytes. What an
// evaluation throws away meanwhile counts as well, so the lower of two is taken.
func collected() int64 {
	runtime.GC()
	first := heap()
	runtime.GC()
	return min(first, heap())
}

func heap() int64 {
	s := []metrics.Sample{{Name: heapMetric}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64())
}

// ErrMemory is what errors.Is finds in the error of a policy that was stopped,
// or not asked any more, because the heap had grown too much, by whatever in
// this process.
var ErrMemory = errors.New("too much memory")

func memoryError(limit int64) error {
	return starved{limit: limit}
}

// starved is the error when memory has run out, in bytes.
type starved struct {
	limit  int64
	greedy string // the policy that took it, where this is the error of another
}

func (e starved) Error() string {
	if e.greedy != "" {
		return fmt.Sprintf("not evaluated, since %s needed more than %d MiB of memory", e.greedy, e.limit>>20)
	}
	return fmt.Sprintf("evaluation needed more than %d MiB of memory", e.limit>>20)
}

func (e starved) Is(target error) bool { return target == ErrMemory }

// The most that one call of a function may make.
const (
	maxText  = 16 << 20 // bytes of a text
	maxShift = 1 << 16  // bits
)

// guardFunctions replaces functions of OPA: those that can multiply what they are
// given, within one call, by versions that refuse to make more than maxText, and
// graph.reachable by one that takes linear time. OPA looks functions up by name in
// one table of the process, without a lock, which is why all are put there at one
// time, before anything is compiled or restored. Results do not change.
var guardFunctions = sync.OnceFunc(func() {
	guardPrint()
	topdown.RegisterBuiltinFunc(ast.ReachableBuiltin.Name, reachable)
	for name, size := range map[string]func([]*ast.Term) int{
		ast.Concat.Name:       func(ops []*ast.Term) int { return joined(ops[1], len(text(ops[0]))) },
		ast.Replace.Name:      replaced,
		ast.RegexReplace.Name: func(ops []*ast.Term) int { return multiplied(len(text(ops[0])), len(text(ops[2]))) },
		ast.ReplaceN.Name:     replacements,
		ast.Sprintf.Name:      func(ops []*ast.Term) int { return len(text(ops[0])) + joined(ops[1], 0) },
		ast.BitsShiftLeft.Name: func(ops []*ast.Term) int {
			if n, ok := ops[1].Value.(ast.Number); ok {
				if i, whole := n.Int(); !whole || i > maxShift {
					return maxText + 1
				}
			}
			return 0
		},
	} {
		original := topdown.GetBuiltin(name)
		topdown.RegisterBuiltinFunc(name, func(bc topdown.BuiltinContext, ops []*ast.Term, iter func(*ast.Term) error) error {
			if size(ops) > maxText {
				return builtins.NewOperandErr(1, "would make more than %d bytes", maxText)
			}
			return original(bc, ops, iter)
		})
	}
})

func text(t *ast.Term) string {
	s, _ := t.Value.(ast.String)
	return string(s)
}

// joined is the bytes of all texts in a list or a set, each with so many more.
func joined(t *ast.Term, more int) int {
	n := 0
	add := func(t *ast.Term) {
		n += len(text(t)) + more
		if num, ok := t.Value.(ast.Number); ok {
			n += len(num)
		}
	}
	switch v := t.Value.(type) {
	case *ast.Array:
		v.Foreach(add)
	case ast.Set:
		v.Foreach(add)
	}
	return n
}

// replaced is the bytes that a text has once another is put in place of each of
// the parts that it is searched for.
func replaced(ops []*ast.Term) int {
	s, old, by := text(ops[0]), text(ops[1]), text(ops[2])
	return len(s) + strings.Count(s, old)*len(by)
}

// multiplied bounds what a text becomes when each of its bytes can turn into
// another text. Almost always it stays far below, so far more is allowed.
func multiplied(s, by int) int { return (s + 1) * (by + 1) / 16 }

func replacements(ops []*ast.Term) int {
	longest := 0
	if patterns, ok := ops[0].Value.(ast.Object); ok {
		patterns.Foreach(func(_, by *ast.Term) { longest = max(longest, len(text(by))) })
	}
	return multiplied(len(text(ops[1])), longest)
}
