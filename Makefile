# Each target is one line that calls a script, so a machine without make can run the script itself.
.PHONY: demo test bench fuzz

demo:
	@sh deploy/demo.sh

test:
	@sh deploy/test.sh

bench:
	@sh deploy/bench.sh

# make fuzz COUNT=100000 SEED=7
fuzz:
	@sh deploy/fuzz.sh $(COUNT) $(SEED)
