package policytest

// Collected is a failure with the subtest it is of.
type Collected struct{ Test, Failure string }

// CollectDocuments is [Documents] with a test that collects failures, and the names of
// the subtests that were run.
func CollectDocuments(pattern string) (failures []Collected, tests []string) {
	var sub func(name string) suite
	sub = func(name string) suite {
		r := &recorder{}
		return suite{collecting{r, func(text string) { failures = append(failures, Collected{name, text}) }}, func(n string, test func(suite)) {
			tests = append(tests, name+"/"+n)
			test(sub(name + "/" + n))
		}}
	}
	documents(sub(""), pattern)
	return failures, tests
}

type collecting struct {
	*recorder
	add func(string)
}

func (c collecting) Errorf(format string, args ...any) {
	c.recorder.Errorf(format, args...)
	c.add(c.failures[len(c.failures)-1])
}
