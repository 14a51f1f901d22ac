# METADATA
# description: Which datasets models are trained on, look things up in, and are evaluated on.
package aicomply.lib.learning

# The datasets of which something reaches a store.
held(store) := {e.dataset | some e in input.derived.node[store].receives}

# Datasets that a model was trained or fine-tuned on: those that it names, and those in the stores that it names.
trained_on(model) := _named(model) | union({held(ref) | some ref in model.trained_on})

# Datasets that a model looks things up in: those in vector indexes with a flow to it.
looks_up(model) := union({_indexed[index] | some index in _indexes; [index, model.ref] in _lookups})

# Datasets that some model is trained on, that a vector index holds, or on which an evaluation measures.
used := (training | retrieval) | evaluating

training := union({trained_on(m) | some m in input.model})

retrieval := union({datasets | some _, datasets in _indexed})

evaluating := {e.dataset | some e in input.evaluation}

_named(model) := {ref | some ref in model.trained_on; not input.derived.node[ref]}

_indexes := {s.ref | some s in input.store; s.kind == "vector_index"}

_indexed := {index: held(index) | some index in _indexes}

# Flows from a vector index, each as [index, where to].
_lookups := {[f.from, f.to] | some f in input.flow; f.from in _indexes}
