// Package embedding turns short texts into vectors whose cosine says how near
// they are in meaning, in Chinese, English and across the two.
//
// A [Model] computes them itself from a model file of the multilingual-e5-small
// family; a [Client] asks an endpoint that speaks the OpenAI protocol. Neither
// knows what the texts are for: not questions, entries or ranking.
//
// A vector is only comparable with vectors of the same weights, which
// [Model.Version] names.
package embedding
