.PHONY: run test check browser bench
run test check browser bench:
	@python3 besadu/run.py $@ $(ARGS)
