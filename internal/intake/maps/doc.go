// Package maps has the import maps that come with the program, as the TOML that
// package intake reads. README.md, beside this file, tells what can stand in one.
package maps
