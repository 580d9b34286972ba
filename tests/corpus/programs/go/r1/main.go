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

type order struct {
	skus   []string
	shares int
	owner  *string
}

var prices map[string]int

func (o *order) total() int {
	cents := 0
	for _, sku := range o.skus {
		cents += price(sku)
	}
	return cents / o.shares
}

//go:noinline
func price(sku string) int {
	if sku[0] == 'Z' {
		panic(fmt.Errorf("no price for %s", sku))
	}
	return prices[sku]
}

func (o *order) label(i int) string { return o.skus[i] }

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
		panic(errors.New("no leaf at " + strconv.Itoa(depth)))
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
	must(fmt.Errorf("card %d is not valid", seed))
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

func main() {
	seed, _ := strconv.Atoi(os.Args[2])
	run(os.Args[1], seed)
}
