package intake

// MergeListing lets the tests of the rules call them without a store.
var MergeListing = mergeListing
