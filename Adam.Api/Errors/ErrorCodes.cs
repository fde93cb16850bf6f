using System.Reflection;

namespace Adam.Api.Errors;

/// <summary>An error code: the stable id for clients, which <c>docs/errors.md</c> explains.</summary>
/// <param name="Status">
/// The HTTP status of a response with this code. Errors in the list of a 400 response have their own codes.
/// </param>
internal sealed record ErrorCode(string Id, int Status, string Title)
{
    public static implicit operator string(ErrorCode code) => code.Id;

    public override string ToString() => Id;
}

/// <summary>
/// All error codes of the service. They are part of the API: add new ones, and never renumber, rename or reuse one.
/// Explain each new code in <c>docs/errors.md</c>.
/// </summary>
internal static class ErrorCodes
{
    // 1xxx: the form of a request.
    public static readonly ErrorCode BadRequest = new("ADAM-1000", 400, "The request has faults");
    public static readonly ErrorCode UnknownParameter = new("ADAM-1001", 400, "Unknown query parameter");
    public static readonly ErrorCode RepeatedParameter = new("ADAM-1002", 400, "Query parameter given twice");
    public static readonly ErrorCode EmptyParameter = new("ADAM-1003", 400, "Query parameter without a value");
    public static readonly ErrorCode UnknownMember = new("ADAM-1004", 400, "Unknown member");
    public static readonly ErrorCode RepeatedMember = new("ADAM-1005", 400, "Member given twice");
    public static readonly ErrorCode WrongType = new("ADAM-1006", 400, "Value of another type");
    public static readonly ErrorCode BadDate = new("ADAM-1007", 400, "Not a date");
    public static readonly ErrorCode BadInstant = new("ADAM-1008", 400, "Not an instant");
    public static readonly ErrorCode BadNumber = new("ADAM-1009", 400, "Not a number of the expected form");
    public static readonly ErrorCode OutOfRange = new("ADAM-1010", 400, "Value out of range");
    public static readonly ErrorCode UnreadableText = new("ADAM-1011", 400, "Text with characters that are no text");
    public static readonly ErrorCode UnknownCode = new("ADAM-1012", 400, "Unknown code");
    public static readonly ErrorCode BadCursor = new("ADAM-1013", 400, "Cursor of another list, or damaged");
    public static readonly ErrorCode BadHeader = new("ADAM-1014", 400, "Malformed header");
    public static readonly ErrorCode TooMany = new("ADAM-1015", 400, "Too many items");
    public static readonly ErrorCode Missing = new("ADAM-1016", 400, "Missing value");
    public static readonly ErrorCode TooLong = new("ADAM-1017", 400, "Text too long");
    public static readonly ErrorCode BadValue = new("ADAM-1018", 400, "Value not accepted");
    public static readonly ErrorCode BodyMissing = new("ADAM-1020", 400, "Body missing");
    public static readonly ErrorCode NotJson = new("ADAM-1021", 400, "Body is not JSON");
    public static readonly ErrorCode TooDeep = new("ADAM-1022", 400, "Body nested too deeply");
    public static readonly ErrorCode BodyUnwanted = new("ADAM-1023", 400, "Body where none is taken");
    public static readonly ErrorCode BadHttp = new("ADAM-1029", 400, "Not a well-formed HTTP request");
    public static readonly ErrorCode UnknownPath = new("ADAM-1030", 404, "Unknown path");
    public static readonly ErrorCode MethodNotAllowed = new("ADAM-1031", 405, "Method not allowed");
    public static readonly ErrorCode NotAcceptable = new("ADAM-1032", 406, "No format that the caller accepts");
    public static readonly ErrorCode BodyTooLarge = new("ADAM-1033", 413, "Body too large");
    public static readonly ErrorCode WrongContentType = new("ADAM-1034", 415, "Content type not accepted");
    public static readonly ErrorCode RequestTimeout = new("ADAM-1035", 408, "The request arrived too slowly");
    public static readonly ErrorCode Stale = new("ADAM-1040", 412, "Changed since it was read");
    public static readonly ErrorCode ConditionMissing = new("ADAM-1041", 428, "If-Match missing");
    public static readonly ErrorCode IdempotencyKeyReused = new(
        "ADAM-1042",
        422,
        "Idempotency-Key used for another request"
    );
    public static readonly ErrorCode IdempotencyKeyInFlight = new(
        "ADAM-1043",
        409,
        "The first request with this Idempotency-Key is still at work"
    );
    public static readonly ErrorCode AddressTooLong = new("ADAM-1050", 414, "Address too long");
    public static readonly ErrorCode HeadersTooLarge = new("ADAM-1051", 431, "Headers too large");
    public static readonly ErrorCode TooManyRequests = new("ADAM-1060", 429, "Too many requests in a minute");
    public static readonly ErrorCode TooManyAtOnce = new("ADAM-1061", 429, "Too many requests at the same time");
    public static readonly ErrorCode TooManyWrites = new("ADAM-1062", 429, "Too many writes of the partner wait");
    public static readonly ErrorCode TooManyImports = new("ADAM-1063", 429, "Too many imports of the partner wait");
    public static readonly ErrorCode TooMuchWork = new("ADAM-1064", 503, "The response takes too much work");
    public static readonly ErrorCode AtomicTooLarge = new("ADAM-1065", 400, "Too many records for all or nothing");

    // 2xxx: keys and roles.
    public static readonly ErrorCode KeyMissing = new("ADAM-2001", 401, "Key missing");
    public static readonly ErrorCode KeyInvalid = new("ADAM-2002", 401, "Key not valid");
    public static readonly ErrorCode KeyRevoked = new("ADAM-2003", 401, "Key revoked");
    public static readonly ErrorCode RoleForbids = new("ADAM-2004", 403, "The key's role may not do this");
    public static readonly ErrorCode UnknownKey = new("ADAM-2005", 404, "Unknown key");
    public static readonly ErrorCode OwnOverlap = new("ADAM-2006", 403, "Pair of the analyst's own partner");
    public static readonly ErrorCode UnknownHost = new("ADAM-2007", 400, "Host not served here");
    public static readonly ErrorCode TooManyWrongKeys = new("ADAM-2010", 429, "Too many wrong keys from this address");
    public static readonly ErrorCode LastAdmin = new("ADAM-2011", 409, "Last key of an admin");
    public static readonly ErrorCode KeyExpired = new("ADAM-2012", 401, "Key expired");
    public static readonly ErrorCode AddressNotAllowed = new("ADAM-2013", 403, "Key not accepted from this address");
    public static readonly ErrorCode ScopeForbids = new("ADAM-2014", 403, "The key lacks the scope");
    public static readonly ErrorCode TokenInvalid = new("ADAM-2015", 401, "Token not valid");
    public static readonly ErrorCode TokenExpired = new("ADAM-2016", 401, "Token expired");
    public static readonly ErrorCode TokenNotMapped = new("ADAM-2017", 403, "Token without a partner and a role");
    public static readonly ErrorCode KeyEnded = new("ADAM-2018", 409, "Key no longer valid");
    public static readonly ErrorCode WiderThanOwn = new("ADAM-2019", 403, "Key with more scopes than the caller's");
    public static readonly ErrorCode SessionNotOwnRequest = new("ADAM-2020", 401, "Not a request of the desk");
    public static readonly ErrorCode SessionEnded = new("ADAM-2021", 401, "Browser session ended");
    public static readonly ErrorCode FormOfAnotherSite = new("ADAM-2022", 403, "Form of another site");

    // 3xxx: projects.
    public static readonly ErrorCode ReferenceTaken = new("ADAM-3001", 409, "Reference taken");
    public static readonly ErrorCode UnknownProject = new("ADAM-3002", 404, "Unknown project");
    public static readonly ErrorCode Withdrawn = new("ADAM-3003", 410, "Project withdrawn");
    public static readonly ErrorCode NotYourProject = new("ADAM-3004", 403, "Another partner's project");
    public static readonly ErrorCode EndBeforeStart = new("ADAM-3005", 400, "End before start");
    public static readonly ErrorCode ComputedMember = new("ADAM-3006", 400, "Computed member with another value");

    public static readonly ErrorCode PlaceOutside = new("ADAM-3010", 400, "Place far outside the countries");
    public static readonly ErrorCode SharesDoNotAddUp = new("ADAM-3011", 400, "Shares that do not add up");
    public static readonly ErrorCode StatusAgainstDates = new("ADAM-3012", 400, "Status and dates contradict");
    public static readonly ErrorCode DistantEnd = new("ADAM-3013", 400, "End decades away");
    public static readonly ErrorCode UnknownStart = new("ADAM-3014", 400, "Start unknown");
    public static readonly ErrorCode UnusualAmount = new("ADAM-3015", 400, "Amount far above the donor's usual");
    public static readonly ErrorCode CountryByName = new("ADAM-3016", 400, "Country read by another name");

    // 302x: versions.
    public static readonly ErrorCode UnknownVersion = new("ADAM-3020", 404, "Unknown version");
    public static readonly ErrorCode NotRecordedThen = new("ADAM-3021", 404, "Not in the register at that instant");
    public static readonly ErrorCode NotAsOf = new("ADAM-3022", 400, "Not possible together with asOf");
    public static readonly ErrorCode PastNotReady = new("ADAM-3023", 503, "The register of then is not written yet");

    // 4xxx: partners and code lists.
    public static readonly ErrorCode UnknownPartner = new("ADAM-4001", 404, "Unknown partner");
    public static readonly ErrorCode PartnerExists = new("ADAM-4002", 409, "Partner exists");
    public static readonly ErrorCode PartnerNameTaken = new(
        "ADAM-4003",
        409,
        "Name or identifier is another partner's"
    );
    public static readonly ErrorCode UnknownCodeList = new("ADAM-4004", 404, "Unknown code list");

    // 5xxx: overlaps.
    public static readonly ErrorCode UnknownOverlap = new("ADAM-5001", 404, "No such overlap");

    // 6xxx: imports. 600x: one record of a file; 601x: the file.
    public static readonly ErrorCode OutOfScope = new("ADAM-6001", 400, "Outside the scope of the register");
    public static readonly ErrorCode NoOwner = new("ADAM-6002", 400, "No partner to own the record");
    public static readonly ErrorCode RepeatedReference = new("ADAM-6003", 400, "Reference stands twice in the file");
    public static readonly ErrorCode NotOneSum = new("ADAM-6004", 400, "Amounts that are nobody's, or no amount");
    public static readonly ErrorCode Percentages = new("ADAM-6005", 400, "Percentages that do not add up");
    public static readonly ErrorCode Revived = new("ADAM-6006", 400, "Withdrawn, and in the file again");
    public static readonly ErrorCode RecordTooLarge = new("ADAM-6007", 400, "Record too large");
    public static readonly ErrorCode SameProject = new("ADAM-6008", 400, "The same project under another number");
    public static readonly ErrorCode Kept = new("ADAM-6009", 400, "Not in the file, and kept");
    public static readonly ErrorCode NotXml = new("ADAM-6010", 400, "The file is not well-formed XML");
    public static readonly ErrorCode XmlRefused = new("ADAM-6011", 400, "The file has what no IATI file needs");
    public static readonly ErrorCode NotIati = new("ADAM-6012", 400, "The file is no IATI activities");
    public static readonly ErrorCode NotAll = new("ADAM-6013", 400, "All or nothing, and not all could be taken");
    public static readonly ErrorCode ImportStopped = new("ADAM-6014", 503, "The import stopped half-way");
    public static readonly ErrorCode NotNdjson = new("ADAM-6015", 400, "The file is not NDJSON");
    public static readonly ErrorCode Removed = new("ADAM-6016", 400, "No longer in the file, and removed");
    public static readonly ErrorCode ColumnNotRead = new("ADAM-6017", 400, "Column not read");
    public static readonly ErrorCode NotTable = new("ADAM-6018", 400, "The file is no table of projects");
    public static readonly ErrorCode NotWorkbook = new("ADAM-6019", 400, "The file is no Excel workbook");
    public static readonly ErrorCode NotJsonList = new("ADAM-6020", 400, "The file is no JSON list of projects");
    public static readonly ErrorCode NotUnpacked = new("ADAM-6021", 400, "The compressed file cannot be unpacked");
    public static readonly ErrorCode NotForm = new("ADAM-6022", 400, "The form has no file");
    public static readonly ErrorCode ExampleRow = new("ADAM-6023", 400, "Example of the template");

    public static readonly ErrorCode UnknownImport = new("ADAM-6024", 404, "Unknown import");
    public static readonly ErrorCode NoReport = new("ADAM-6025", 410, "The import has no report");
    public static readonly ErrorCode ImportEnded = new("ADAM-6026", 409, "The import cannot be cancelled");
    public static readonly ErrorCode NotUndoable = new("ADAM-6027", 409, "The import cannot be undone");
    public static readonly ErrorCode ChangedSince = new("ADAM-6028", 409, "Changed since the import");
    public static readonly ErrorCode UnknownMapping = new("ADAM-6029", 404, "Unknown mapping");
    public static readonly ErrorCode TooManyMappings = new("ADAM-6030", 409, "Too many mappings");

    public static readonly ErrorCode TooManyNotes = new("ADAM-6031", 409, "Too many notes on the overlap");
    public static readonly ErrorCode NoOwnOverlap = new("ADAM-6032", 403, "Neither record is the partner's own");
    public static readonly ErrorCode OneForSeveral = new("ADAM-6033", 400, "Fewer values than they belong to");
    public static readonly ErrorCode SeveralInOne = new("ADAM-6034", 400, "Several names in one value");
    public static readonly ErrorCode UnknownMeasure = new("ADAM-6038", 404, "Unknown measure");
    public static readonly ErrorCode MeasureReferenceTaken = new("ADAM-6039", 409, "Reference of another measure");
    public static readonly ErrorCode MeasureWithdrawn = new("ADAM-6040", 410, "Measure withdrawn");
    public static readonly ErrorCode MeasureNotRecorded = new("ADAM-6041", 400, "Measure not in the register");
    public static readonly ErrorCode TooManyMeasures = new("ADAM-6042", 409, "Too many measures");
    public static readonly ErrorCode CriterionTooWide = new("ADAM-6043", 400, "Criterion too wide");
    public static readonly ErrorCode OthersMapping = new("ADAM-6044", 403, "Another partner's mapping");
    public static readonly ErrorCode RowNotRead = new("ADAM-6050", 400, "Row that is no record");
    public static readonly ErrorCode UnknownMeeting = new("ADAM-6053", 404, "Unknown meeting");
    public static readonly ErrorCode MeetingReferenceTaken = new(
        "ADAM-6054",
        409,
        "Reference of another meeting or recommendation"
    );
    public static readonly ErrorCode MeetingWithdrawn = new("ADAM-6055", 410, "Meeting or recommendation withdrawn");
    public static readonly ErrorCode MeetingInUse = new("ADAM-6056", 409, "Another record names the meeting");
    public static readonly ErrorCode UnknownRecommendation = new("ADAM-6057", 404, "Unknown recommendation");
    public static readonly ErrorCode TooManyMeetings = new("ADAM-6058", 409, "Too many meetings or recommendations");
    public static readonly ErrorCode NotEndorsable = new("ADAM-6059", 400, "Not to be endorsed there");
    public static readonly ErrorCode TooManyStatements = new("ADAM-6060", 409, "Too many statements");
    public static readonly ErrorCode StatementUnsupported = new("ADAM-6061", 400, "Statement without evidence");
    public static readonly ErrorCode ProjectNotCounted = new("ADAM-6062", 400, "Project does not count");
    public static readonly ErrorCode UnknownDocument = new("ADAM-6063", 404, "Unknown document");
    public static readonly ErrorCode DocumentReferenceTaken = new("ADAM-6064", 409, "Reference of another document");
    public static readonly ErrorCode DocumentWithdrawn = new("ADAM-6065", 410, "Document withdrawn");
    public static readonly ErrorCode TooManyDocuments = new("ADAM-6066", 409, "Too many documents");
    public static readonly ErrorCode FundingBeforeStart = new("ADAM-6070", 400, "Money before the start");
    public static readonly ErrorCode UnknownReportEdition = new("ADAM-6071", 404, "Unknown edition of a report");
    public static readonly ErrorCode TooManyReportEditions = new("ADAM-6072", 409, "Too many editions of a report");

    public static readonly ErrorCode RecordsChanged = new("ADAM-6073", 409, "Records were changed meanwhile");

    public static readonly ErrorCode UnknownLayer = new("ADAM-6090", 404, "Unknown layer");
    public static readonly ErrorCode LayerIdTaken = new("ADAM-6091", 409, "Id of another layer");
    public static readonly ErrorCode LayerContradicted = new("ADAM-6092", 409, "Items contradict the declaration");
    public static readonly ErrorCode LayerIsComputed = new("ADAM-6093", 409, "The items of the layer are computed");
    public static readonly ErrorCode TooManyLayers = new("ADAM-6094", 409, "Too many layers or posts");
    public static readonly ErrorCode UnknownItem = new("ADAM-6095", 404, "Unknown item or post");
    public static readonly ErrorCode ItemReferenceTaken = new("ADAM-6096", 409, "Reference of another item or post");
    public static readonly ErrorCode ItemWithdrawn = new("ADAM-6097", 410, "Item or post withdrawn");
    public static readonly ErrorCode NotYourItem = new("ADAM-6098", 403, "The item of another partner");
    public static readonly ErrorCode LayerChanged = new("ADAM-6099", 409, "The layer was changed meanwhile");
    public static readonly ErrorCode UnknownQuestionnaire = new("ADAM-6080", 404, "Unknown questionnaire");
    public static readonly ErrorCode QuestionnaireReferenceTaken = new(
        "ADAM-6081",
        409,
        "Reference of another questionnaire"
    );
    public static readonly ErrorCode QuestionnaireWithdrawn = new("ADAM-6082", 410, "Questionnaire withdrawn");
    public static readonly ErrorCode TooManyQuestionnaires = new("ADAM-6083", 409, "Too many questionnaires");
    public static readonly ErrorCode NotXlsForm = new("ADAM-6084", 400, "Beyond the questions that are taken");
    public static readonly ErrorCode QuestionnaireFrozen = new("ADAM-6085", 409, "Questionnaire was opened");
    public static readonly ErrorCode QuestionnaireNotOpen = new("ADAM-6086", 409, "Not open to the partner");
    public static readonly ErrorCode UnknownResponse = new("ADAM-6087", 404, "No response of the partner");
    public static readonly ErrorCode OthersResponse = new("ADAM-6088", 403, "Another partner's response");
    public static readonly ErrorCode ResponseSubmitted = new("ADAM-6089", 409, "Response submitted");
    public static readonly ErrorCode QuestionnaireNotLinked = new("ADAM-6140", 400, "Questionnaire of other measures");
    public static readonly ErrorCode AnswersNotOpen = new("ADAM-6141", 400, "Answers are not open");
    public static readonly ErrorCode TooFewAnswers = new("ADAM-6142", 400, "Too few responses");
    public static readonly ErrorCode TooManyFindings = new("ADAM-6143", 409, "Too many findings");
    public static readonly ErrorCode FileNotKept = new("ADAM-6150", 503, "The server cannot keep the file");

    // 7xxx: subscriptions.
    public static readonly ErrorCode UnknownSubscription = new("ADAM-7001", 404, "Unknown subscription");
    public static readonly ErrorCode TooManySubscriptions = new("ADAM-7002", 409, "Too many subscriptions");
    public static readonly ErrorCode MailOff = new("ADAM-7003", 400, "This register sends no e-mail");
    public static readonly ErrorCode NoSecret = new("ADAM-7004", 409, "Subscription without a key");

    // 9xxx: the server.
    public static readonly ErrorCode Internal = new("ADAM-9001", 500, "The server failed");
    public static readonly ErrorCode Unavailable = new("ADAM-9002", 503, "Not available at the moment");
    public static readonly ErrorCode CommitUnknown = new("ADAM-9003", 503, "The change may have been made");
    public static readonly ErrorCode NoRoomForExport = new("ADAM-9004", 503, "No room for another whole list");

    public static readonly ErrorCode RegisterMoved = new("ADAM-9010", 503, "The register's file is gone");
    public static readonly ErrorCode DiskFull = new("ADAM-9011", 503, "The disk is full");
    public static readonly ErrorCode RegisterDamaged = new("ADAM-9012", 503, "The register's file is damaged");
    public static readonly ErrorCode RegisterUnusable = new("ADAM-9013", 503, "The register's file cannot be used");

    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        .. typeof(ErrorCodes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(ErrorCode))
            .Select(field => (ErrorCode)field.GetValue(null)!),
    ];
}
