// SPDX-License-Identifier: Apache-2.0
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"sync"
)

// What a customer wants.
type order struct {
	skus   []string
	shares int
	owner  *string
}

var prices map[string]int

func (o *order) total() int {
	cents := 0
	for _, sku := range o.skus {
		each := price(sku)
		cents += each
	}
	return cents / o.shares
}

//go:noinline
func price(sku string) int {
	if sku[0] == 'Z' {
		panic(fmt.Errorf("nobody sells %s", sku))
	}
	return prices[sku]
}

func (o *order) label(i int) string {
	skus := o.skus
	return skus[i]
}

func (o *order) length() int { return len(*o.owner) }

func rate(seed int) any {
	var answer map[string]any
	if err := json.Unmarshal([]byte(fmt.Sprintf("{\"rate\": %d,}", seed)), &answer); err != nil {
		panic(err)
	}
	return answer["rate"].(string)
}

func name(seed int) string {
	values := map[string]any{"name": seed}
	return values["name"].(string)
}

func walk(depth, limit int) int {
	if depth == limit {
		panic(errors.New("nothing at depth " + strconv.Itoa(depth)))
	}
	return branch(depth+1, limit) + 1
}

func branch(depth, limit int) int { return walk(depth, limit) + 1 }

func first[T any](items []T, i int) T { return items[i] }

type handler func(seed int)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func address(seed int) {
	must(fmt.Errorf("order %d has no address", seed))
}

func card(seed int) {
	err := fmt.Errorf("no valid card: %d", seed)
	must(err)
}

func shares(seed int) { (&order{skus: []string{"A1"}}).total() }

func unknown(seed int) { (&order{skus: []string{"Z" + strconv.Itoa(seed)}}).total() }

func label(seed int) { (&order{skus: []string{"A1"}}).label(seed) }

func owner(seed int) { (&order{}).length() }

func deep(seed int) { walk(0, 3+2*seed) }

func endless(seed int) { walk(0, -1) }

func store(seed int) { prices["A1"] = seed }

func worker(seed int) {
	var group sync.WaitGroup
	group.Add(1)
	go func() {
		defer group.Done()
		func() { panic("worker " + strconv.Itoa(seed)) }()
	}()
	group.Wait()
}

func last(seed int) { first([]string{"A1"}, seed) }

func stuck(seed int) {
	var lock sync.Mutex
	lock.Lock()
	lock.Lock()
}

var handlers = map[string]handler{
	"address": address, "card": card, "shares": shares, "unknown": unknown, "label": label, "owner": owner,
	"rate": func(seed int) { rate(seed) }, "name": func(seed int) { name(seed) }, "walk": deep,
	"endless": endless, "store": store, "worker": worker, "first": last, "stuck": stuck,
}

func run(command string, seed int) { handlers[command](seed) }

func dispatch(words []string) {
	seed, err := strconv.Atoi(words[1])
	must(err)
	run(words[0], seed)
}

func main() {
	dispatch(os.Args[1:])
}
