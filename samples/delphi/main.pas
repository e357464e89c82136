// 主な仕事をひととおり: 送信側の事業所がセットを送り、受信側の事業所が受け取って確認し、受領を返す。
// The main job: one office sends a set, another takes it, verifies it and acknowledges it.
//
//   Delphi: dcc32 main.pas      Free Pascal: fpc -Fllib samples/delphi/main.pas
//   main 送信側プロファイル 受信側プロファイル ファイル...
program main;

{$IFDEF FPC}{$MODE DELPHI}{$CODEPAGE UTF8}{$ELSE}{$APPTYPE CONSOLE}{$ENDIF}
{$WARN IMPLICIT_STRING_CAST OFF}{$WARN IMPLICIT_STRING_CAST_LOSS OFF}

uses
  {$IFDEF MSWINDOWS}Windows,{$ENDIF}{$IFDEF UNIX}cwstring,{$ENDIF} SysUtils, careplan;

type
  TDocuments = array of PCplDocument;
  ECarePlan = class(Exception);

var
  Error: PCplError;

procedure PrintFindings(Findings: PCplFindings); forward;

// 文字列はどちらの向きも UTF-8 です。/ Text is UTF-8 in both directions.
function Text(const Value: TCplText): UTF8String;
begin
  SetString(Result, Value.Data, Value.Len);
end;

function Number(const Value: Int64): UTF8String;
begin
  Result := UTF8String(IntToStr(Value));
end;

procedure Say(const Line: UTF8String);
begin
  {$IFDEF FPC}
  // As bytes: what is written is UTF-8 whatever the code page of the program.
  WriteLn(RawByteString(Line));
  {$ELSE}
  WriteLn(string(Line));
  {$ENDIF}
end;

// Ends the program's work where a call failed, and says in full why.
procedure Check(Status: UInt32; const What: UTF8String);
var
  Value: TCplText;
  Findings: PCplFindings;
begin
  if Status = CPL_OK then Exit;
  if cpl_status_name(Status, @Value) = CPL_OK then Say(What + ': ' + Text(Value));
  if cpl_error_message(Error, CPL_LANG_JA, @Value) = CPL_OK then Say('  ' + Text(Value));
  if cpl_error_hint(Error, CPL_LANG_JA, @Value) = CPL_OK then Say('  → ' + Text(Value));
  Findings := nil;
  if cpl_error_findings(Error, CPL_LANG_JA, @Findings) = CPL_OK then PrintFindings(Findings);
  cpl_findings_free(Findings);
  cpl_error_free(Error);
  Error := nil;
  raise ECarePlan.Create(string(What));
end;

procedure PrintFindings(Findings: PCplFindings);
var
  Count, Index: NativeUInt;
  Finding: TCplFinding;
begin
  Count := 0;
  if cpl_findings_count(Findings, @Count) <> CPL_OK then Exit;
  Index := 0;
  while Index < Count do
  begin
    Finding.struct_size := SizeOf(Finding);
    if cpl_findings_get(Findings, Index, @Finding) = CPL_OK then
      Say('  ' + Text(Finding.code) + ' ' + Text(Finding.file_) + ' ' + Number(Finding.record_) + '件目 項番' +
        Number(Finding.item) + ': ' + Text(Finding.message) + ' ' + Text(Finding.hint));
    Inc(Index);
  end;
end;

function Read(const Path: UTF8String): PCplDocument;
var
  Findings: PCplFindings;
begin
  Check(cpl_document_read_file(PAnsiChar(Path), Length(Path), nil, @Result, @Error), Path);
  Findings := nil;
  if cpl_document_findings(Result, CPL_LANG_JA, @Findings) = CPL_OK then PrintFindings(Findings);
  cpl_findings_free(Findings);
end;

procedure Send(Office: PCplOffice; const Documents: TDocuments);
var
  MessageSet: PCplSet;
  Outgoing: PCplOutgoing;
  Subject: UTF8String;
  Id: TCplText;
  IsNew: UInt32;
begin
  MessageSet := nil;
  Outgoing := nil;
  Subject := '予定をお送りします';
  try
    Check(cpl_set_build(@Documents[0], Length(Documents), @MessageSet, @Error), 'セットの作成');
    Check(cpl_office_send(Office, MessageSet, PAnsiChar(Subject), Length(Subject), nil, 0, 0, @Outgoing, @Error),
      '送信データの保存');
    // 保存したデータは失われません。次の送受信で送られます。/ It stays stored and goes out with the next sync.
    Check(cpl_office_sync(Office, nil, nil, @Error), '送信');
    Check(cpl_outgoing_id(Outgoing, @Id), '送信');
    Check(cpl_outgoing_is_new(Outgoing, @IsNew), '送信');
    // 同じセットをもう一度渡しても、二重には送られません。/ The same set again is the message that is there already.
    if IsNew <> 0 then Say('送信しました: ' + Text(Id)) else Say('前に送った同じセットです: ' + Text(Id));
  finally
    cpl_outgoing_free(Outgoing);
    cpl_set_free(MessageSet);
  end;
end;

function IsAmong(Document: PCplDocument; const Sent: TDocuments): Boolean;
var
  Name, Other: TCplText;
  Bytes, OtherBytes: TCplBytes;
  Index: Integer;
begin
  Result := False;
  Check(cpl_document_name(Document, @Name), '取込');
  Check(cpl_document_bytes(Document, @Bytes), '取込');
  for Index := 0 to High(Sent) do
  begin
    Check(cpl_document_name(Sent[Index], @Other), '取込');
    Check(cpl_document_bytes(Sent[Index], @OtherBytes), '取込');
    if (Text(Name) = Text(Other)) and (Bytes.len = OtherBytes.len) and CompareMem(Bytes.data, OtherBytes.data, Integer(Bytes.len)) then
      Result := True;
  end;
end;

// Shows the files as the care software would import them; how many are the same as what was sent.
function ImportAll(Delivery: PCplDelivery; const Sent: TDocuments): Integer;
var
  Document: PCplDocument;
  Name: TCplText;
  Count, Index, Records: NativeUInt;
begin
  Result := 0;
  Count := 0;
  Check(cpl_delivery_document_count(Delivery, @Count), '取込');
  Index := 0;
  while Index < Count do
  begin
    Check(cpl_delivery_document(Delivery, Index, @Document), '取込');
    try
      Check(cpl_document_name(Document, @Name), '取込');
      Check(cpl_document_record_count(Document, @Records), '取込');
      Say('  ' + Text(Name) + ': ' + Number(Records) + ' 件');
      if IsAmong(Document, Sent) then Inc(Result);
    finally
      cpl_document_free(Document);
    end;
    Inc(Index);
  end;
end;

function TakeAll(Office: PCplOffice; const Sent: TDocuments): Boolean;
var
  Query: TCplQuery;
  Info: TCplReceivedInfo;
  Received: PCplReceived;
  Delivery: PCplDelivery;
  Count, Index: NativeUInt;
  Same: Integer;
begin
  Check(cpl_office_sync(Office, nil, nil, @Error), '受信');
  FillChar(Query, SizeOf(Query), 0);
  Query.struct_size := SizeOf(Query);
  Query.states := CPL_RECEIVED_TO_TAKE;
  Check(cpl_office_received(Office, @Query, @Received, @Error), '受信一覧');
  Same := 0;
  try
    Count := 0;
    Check(cpl_received_count(Received, @Count), '受信一覧');
    Say('受信できるデータ: ' + Number(Count) + ' 件');
    Index := 0;
    while Index < Count do
    begin
      Info.struct_size := SizeOf(Info);
      Check(cpl_received_get(Received, Index, @Info), '受信一覧');
      Say('「' + Text(Info.subject) + '」送信元 ' + Text(Info.sender));
      Check(cpl_office_take(Office, Info.id.data, Info.id.len, nil, @Delivery, @Error), '受信');
      try
        Same := Same + ImportAll(Delivery, Sent);
      finally
        cpl_delivery_free(Delivery);
      end;
      // 実際のソフトでは、ここで自分のデータベースに保存し終えてから受領を返します。
      // Real software stores the files in its own database here, and acknowledges only when that is done.
      Check(cpl_office_acknowledge(Office, Info.id.data, Info.id.len, @Error), '受領');
      Inc(Index);
    end;
  finally
    cpl_received_free(Received);
  end;
  Check(cpl_office_sync(Office, nil, nil, @Error), '受領の通知');
  Say('送ったものと同じファイル: ' + Number(Same) + ' / ' + Number(Length(Sent)));
  Result := Same = Length(Sent);
end;

function WasTaken(Office: PCplOffice): Boolean;
var
  Sent: PCplSent;
  Info: TCplSentInfo;
begin
  Check(cpl_office_sync(Office, nil, nil, @Error), '受領証の受信');
  Check(cpl_office_sent(Office, nil, @Sent, @Error), '送信済一覧');
  try
    Info.struct_size := SizeOf(Info);
    Check(cpl_sent_get(Sent, 0, @Info), '送信済一覧');
    Result := (Info.state = CPL_SENT_TAKEN) and (Info.has_receipt = 1);
    if Result then Say('相手が受領しました: ' + Text(Info.taken_at));
  finally
    cpl_sent_free(Sent);
  end;
end;

function Argument(Index: Integer): UTF8String;
begin
  {$IFDEF UNIX}
  Result := UTF8String(RawByteString(ParamStr(Index)));
  {$ELSE}
  Result := UTF8String(ParamStr(Index));
  {$ENDIF}
end;

procedure Run;
var
  Sender, Receiver: PCplOffice;
  Documents: TDocuments;
  Index: Integer;
  Folder: UTF8String;
begin
  Sender := nil;
  Receiver := nil;
  SetLength(Documents, ParamCount - 2);
  for Index := 0 to High(Documents) do Documents[Index] := nil;
  try
    Folder := Argument(1);
    Check(cpl_office_open(PAnsiChar(Folder), Length(Folder), nil, @Sender, @Error), Folder);
    Folder := Argument(2);
    Check(cpl_office_open(PAnsiChar(Folder), Length(Folder), nil, @Receiver, @Error), Folder);
    for Index := 0 to High(Documents) do Documents[Index] := Read(Argument(Index + 3));
    Send(Sender, Documents);
    if not (TakeAll(Receiver, Documents) and WasTaken(Sender)) then ExitCode := 1;
  finally
    for Index := 0 to High(Documents) do cpl_document_free(Documents[Index]);
    cpl_office_free(Receiver);
    cpl_office_free(Sender);
  end;
end;

begin
  {$IFDEF MSWINDOWS}SetConsoleOutputCP(CP_UTF8);{$ENDIF}
  if ParamCount < 3 then
  begin
    Say('使い方: main 送信側プロファイル 受信側プロファイル ファイル...');
    Halt(2);
  end;
  try
    Run;
  except
    on ECarePlan do ExitCode := 1;
  end;
end.
