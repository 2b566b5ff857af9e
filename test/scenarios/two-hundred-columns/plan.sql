--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:54310dcb1410e4d49191e324ad30a5746df33976915d223f8411e669cd86b819
--@ target fp1:ec49b20041b6512e918512c0c60d0795172d7163326c39faf5511171d5e3b62c
-- 1 added, 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step rebuild-create wide (UNIQUE (c199) is added)
CREATE TABLE "__trueup_wide" (
  id INTEGER PRIMARY KEY,
  c001 TEXT,
  c002 INTEGER,
  c003 TEXT,
  c004 INTEGER,
  c005 TEXT,
  c006 INTEGER,
  c007 TEXT,
  c008 INTEGER,
  c009 TEXT,
  c010 INTEGER,
  c011 TEXT,
  c012 INTEGER,
  c013 TEXT,
  c014 INTEGER,
  c015 TEXT,
  c016 INTEGER,
  c017 TEXT,
  c018 INTEGER,
  c019 TEXT,
  c020 INTEGER,
  c021 TEXT,
  c022 INTEGER,
  c023 TEXT,
  c024 INTEGER,
  c025 TEXT,
  c026 INTEGER,
  c027 TEXT,
  c028 INTEGER,
  c029 TEXT,
  c030 INTEGER,
  c031 TEXT,
  c032 INTEGER,
  c033 TEXT,
  c034 INTEGER,
  c035 TEXT,
  c036 INTEGER,
  c037 TEXT,
  c038 INTEGER,
  c039 TEXT,
  c040 INTEGER,
  c041 TEXT,
  c042 INTEGER,
  c043 TEXT,
  c044 INTEGER,
  c045 TEXT,
  c046 INTEGER,
  c047 TEXT,
  c048 INTEGER,
  c049 TEXT,
  c050 INTEGER,
  c051 TEXT,
  c052 INTEGER,
  c053 TEXT,
  c054 INTEGER,
  c055 TEXT,
  c056 INTEGER,
  c057 TEXT,
  c058 INTEGER,
  c059 TEXT,
  c060 INTEGER,
  c061 TEXT,
  c062 INTEGER,
  c063 TEXT,
  c064 INTEGER,
  c065 TEXT,
  c066 INTEGER,
  c067 TEXT,
  c068 INTEGER,
  c069 TEXT,
  c070 INTEGER,
  c071 TEXT,
  c072 INTEGER,
  c073 TEXT,
  c074 INTEGER,
  c075 TEXT,
  c076 INTEGER,
  c077 TEXT,
  c078 INTEGER,
  c079 TEXT,
  c080 INTEGER,
  c081 TEXT,
  c082 INTEGER,
  c083 TEXT,
  c084 INTEGER,
  c085 TEXT,
  c086 INTEGER,
  c087 TEXT,
  c088 INTEGER,
  c089 TEXT,
  c090 INTEGER,
  c091 TEXT,
  c092 INTEGER,
  c093 TEXT,
  c094 INTEGER,
  c095 TEXT,
  c096 INTEGER,
  c097 TEXT,
  c098 INTEGER,
  c099 TEXT,
  c100 INTEGER,
  c101 TEXT,
  c102 INTEGER,
  c103 TEXT,
  c104 INTEGER,
  c105 TEXT,
  c106 INTEGER,
  c107 TEXT,
  c108 INTEGER,
  c109 TEXT,
  c110 INTEGER,
  c111 TEXT,
  c112 INTEGER,
  c113 TEXT,
  c114 INTEGER,
  c115 TEXT,
  c116 INTEGER,
  c117 TEXT,
  c118 INTEGER,
  c119 TEXT,
  c120 INTEGER,
  c121 TEXT,
  c122 INTEGER,
  c123 TEXT,
  c124 INTEGER,
  c125 TEXT,
  c126 INTEGER,
  c127 TEXT,
  c128 INTEGER,
  c129 TEXT,
  c130 INTEGER,
  c131 TEXT,
  c132 INTEGER,
  c133 TEXT,
  c134 INTEGER,
  c135 TEXT,
  c136 INTEGER,
  c137 TEXT,
  c138 INTEGER,
  c139 TEXT,
  c140 INTEGER,
  c141 TEXT,
  c142 INTEGER,
  c143 TEXT,
  c144 INTEGER,
  c145 TEXT,
  c146 INTEGER,
  c147 TEXT,
  c148 INTEGER,
  c149 TEXT,
  c150 INTEGER,
  c151 TEXT,
  c152 INTEGER,
  c153 TEXT,
  c154 INTEGER,
  c155 TEXT,
  c156 INTEGER,
  c157 TEXT,
  c158 INTEGER,
  c159 TEXT,
  c160 INTEGER,
  c161 TEXT,
  c162 INTEGER,
  c163 TEXT,
  c164 INTEGER,
  c165 TEXT,
  c166 INTEGER,
  c167 TEXT,
  c168 INTEGER,
  c169 TEXT,
  c170 INTEGER,
  c171 TEXT,
  c172 INTEGER,
  c173 TEXT,
  c174 INTEGER,
  c175 TEXT,
  c176 INTEGER,
  c177 TEXT,
  c178 INTEGER,
  c179 TEXT,
  c180 INTEGER,
  c181 TEXT,
  c182 INTEGER,
  c183 TEXT,
  c184 INTEGER,
  c185 TEXT,
  c186 INTEGER,
  c187 TEXT,
  c188 INTEGER,
  c189 TEXT,
  c190 INTEGER,
  c191 TEXT,
  c192 INTEGER,
  c193 TEXT,
  c194 INTEGER,
  c195 TEXT,
  c196 INTEGER,
  c197 TEXT,
  c198 INTEGER,
  c199 TEXT UNIQUE
);

--@ step rebuild-copy wide
INSERT OR ABORT INTO "__trueup_wide" ("id", "c001", "c002", "c003", "c004", "c005", "c006", "c007", "c008", "c009", "c010", "c011", "c012", "c013", "c014", "c015", "c016", "c017", "c018", "c019", "c020", "c021", "c022", "c023", "c024", "c025", "c026", "c027", "c028", "c029", "c030", "c031", "c032", "c033", "c034", "c035", "c036", "c037", "c038", "c039", "c040", "c041", "c042", "c043", "c044", "c045", "c046", "c047", "c048", "c049", "c050", "c051", "c052", "c053", "c054", "c055", "c056", "c057", "c058", "c059", "c060", "c061", "c062", "c063", "c064", "c065", "c066", "c067", "c068", "c069", "c070", "c071", "c072", "c073", "c074", "c075", "c076", "c077", "c078", "c079", "c080", "c081", "c082", "c083", "c084", "c085", "c086", "c087", "c088", "c089", "c090", "c091", "c092", "c093", "c094", "c095", "c096", "c097", "c098", "c099", "c100", "c101", "c102", "c103", "c104", "c105", "c106", "c107", "c108", "c109", "c110", "c111", "c112", "c113", "c114", "c115", "c116", "c117", "c118", "c119", "c120", "c121", "c122", "c123", "c124", "c125", "c126", "c127", "c128", "c129", "c130", "c131", "c132", "c133", "c134", "c135", "c136", "c137", "c138", "c139", "c140", "c141", "c142", "c143", "c144", "c145", "c146", "c147", "c148", "c149", "c150", "c151", "c152", "c153", "c154", "c155", "c156", "c157", "c158", "c159", "c160", "c161", "c162", "c163", "c164", "c165", "c166", "c167", "c168", "c169", "c170", "c171", "c172", "c173", "c174", "c175", "c176", "c177", "c178", "c179", "c180", "c181", "c182", "c183", "c184", "c185", "c186", "c187", "c188", "c189", "c190", "c191", "c192", "c193", "c194", "c195", "c196", "c197", "c198", "c199")
SELECT "wide"."id", "wide"."c001", "wide"."c002", "wide"."c003", "wide"."c004", "wide"."c005", "wide"."c006", "wide"."c007", "wide"."c008", "wide"."c009", "wide"."c010", "wide"."c011", "wide"."c012", "wide"."c013", "wide"."c014", "wide"."c015", "wide"."c016", "wide"."c017", "wide"."c018", "wide"."c019", "wide"."c020", "wide"."c021", "wide"."c022", "wide"."c023", "wide"."c024", "wide"."c025", "wide"."c026", "wide"."c027", "wide"."c028", "wide"."c029", "wide"."c030", "wide"."c031", "wide"."c032", "wide"."c033", "wide"."c034", "wide"."c035", "wide"."c036", "wide"."c037", "wide"."c038", "wide"."c039", "wide"."c040", "wide"."c041", "wide"."c042", "wide"."c043", "wide"."c044", "wide"."c045", "wide"."c046", "wide"."c047", "wide"."c048", "wide"."c049", "wide"."c050", "wide"."c051", "wide"."c052", "wide"."c053", "wide"."c054", "wide"."c055", "wide"."c056", "wide"."c057", "wide"."c058", "wide"."c059", "wide"."c060", "wide"."c061", "wide"."c062", "wide"."c063", "wide"."c064", "wide"."c065", "wide"."c066", "wide"."c067", "wide"."c068", "wide"."c069", "wide"."c070", "wide"."c071", "wide"."c072", "wide"."c073", "wide"."c074", "wide"."c075", "wide"."c076", "wide"."c077", "wide"."c078", "wide"."c079", "wide"."c080", "wide"."c081", "wide"."c082", "wide"."c083", "wide"."c084", "wide"."c085", "wide"."c086", "wide"."c087", "wide"."c088", "wide"."c089", "wide"."c090", "wide"."c091", "wide"."c092", "wide"."c093", "wide"."c094", "wide"."c095", "wide"."c096", "wide"."c097", "wide"."c098", "wide"."c099", "wide"."c100", "wide"."c101", "wide"."c102", "wide"."c103", "wide"."c104", "wide"."c105", "wide"."c106", "wide"."c107", "wide"."c108", "wide"."c109", "wide"."c110", "wide"."c111", "wide"."c112", "wide"."c113", "wide"."c114", "wide"."c115", "wide"."c116", "wide"."c117", "wide"."c118", "wide"."c119", "wide"."c120", "wide"."c121", "wide"."c122", "wide"."c123", "wide"."c124", "wide"."c125", "wide"."c126", "wide"."c127", "wide"."c128", "wide"."c129", "wide"."c130", "wide"."c131", "wide"."c132", "wide"."c133", "wide"."c134", "wide"."c135", "wide"."c136", "wide"."c137", "wide"."c138", "wide"."c139", "wide"."c140", "wide"."c141", "wide"."c142", "wide"."c143", "wide"."c144", "wide"."c145", "wide"."c146", "wide"."c147", "wide"."c148", "wide"."c149", "wide"."c150", "wide"."c151", "wide"."c152", "wide"."c153", "wide"."c154", "wide"."c155", "wide"."c156", "wide"."c157", "wide"."c158", "wide"."c159", "wide"."c160", "wide"."c161", "wide"."c162", "wide"."c163", "wide"."c164", "wide"."c165", "wide"."c166", "wide"."c167", "wide"."c168", "wide"."c169", "wide"."c170", "wide"."c171", "wide"."c172", "wide"."c173", "wide"."c174", "wide"."c175", "wide"."c176", "wide"."c177", "wide"."c178", "wide"."c179", "wide"."c180", "wide"."c181", "wide"."c182", "wide"."c183", "wide"."c184", "wide"."c185", "wide"."c186", "wide"."c187", "wide"."c188", "wide"."c189", "wide"."c190", "wide"."c191", "wide"."c192", "wide"."c193", "wide"."c194", "wide"."c195", "wide"."c196", "wide"."c197", "wide"."c198", "wide"."c199"
FROM "wide" ORDER BY "wide".rowid;

--@ check rebuild-rows wide expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "wide") - (SELECT count(*) FROM "__trueup_wide"))
 + (SELECT count(*) FROM "wide" AS "old" LEFT JOIN "__trueup_wide" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY OR typeof("old"."id") <> typeof("new"."id")
  OR "old"."c001" IS NOT "new"."c001" COLLATE BINARY OR typeof("old"."c001") <> typeof("new"."c001")
  OR "old"."c002" IS NOT "new"."c002" COLLATE BINARY OR typeof("old"."c002") <> typeof("new"."c002")
  OR "old"."c003" IS NOT "new"."c003" COLLATE BINARY OR typeof("old"."c003") <> typeof("new"."c003")
  OR "old"."c004" IS NOT "new"."c004" COLLATE BINARY OR typeof("old"."c004") <> typeof("new"."c004")
  OR "old"."c005" IS NOT "new"."c005" COLLATE BINARY OR typeof("old"."c005") <> typeof("new"."c005")
  OR "old"."c006" IS NOT "new"."c006" COLLATE BINARY OR typeof("old"."c006") <> typeof("new"."c006")
  OR "old"."c007" IS NOT "new"."c007" COLLATE BINARY OR typeof("old"."c007") <> typeof("new"."c007")
  OR "old"."c008" IS NOT "new"."c008" COLLATE BINARY OR typeof("old"."c008") <> typeof("new"."c008")
  OR "old"."c009" IS NOT "new"."c009" COLLATE BINARY OR typeof("old"."c009") <> typeof("new"."c009")
  OR "old"."c010" IS NOT "new"."c010" COLLATE BINARY OR typeof("old"."c010") <> typeof("new"."c010")
  OR "old"."c011" IS NOT "new"."c011" COLLATE BINARY OR typeof("old"."c011") <> typeof("new"."c011")
  OR "old"."c012" IS NOT "new"."c012" COLLATE BINARY OR typeof("old"."c012") <> typeof("new"."c012")
  OR "old"."c013" IS NOT "new"."c013" COLLATE BINARY OR typeof("old"."c013") <> typeof("new"."c013")
  OR "old"."c014" IS NOT "new"."c014" COLLATE BINARY OR typeof("old"."c014") <> typeof("new"."c014")
  OR "old"."c015" IS NOT "new"."c015" COLLATE BINARY OR typeof("old"."c015") <> typeof("new"."c015")
  OR "old"."c016" IS NOT "new"."c016" COLLATE BINARY OR typeof("old"."c016") <> typeof("new"."c016")
  OR "old"."c017" IS NOT "new"."c017" COLLATE BINARY OR typeof("old"."c017") <> typeof("new"."c017")
  OR "old"."c018" IS NOT "new"."c018" COLLATE BINARY OR typeof("old"."c018") <> typeof("new"."c018")
  OR "old"."c019" IS NOT "new"."c019" COLLATE BINARY OR typeof("old"."c019") <> typeof("new"."c019")
  OR "old"."c020" IS NOT "new"."c020" COLLATE BINARY OR typeof("old"."c020") <> typeof("new"."c020")
  OR "old"."c021" IS NOT "new"."c021" COLLATE BINARY OR typeof("old"."c021") <> typeof("new"."c021")
  OR "old"."c022" IS NOT "new"."c022" COLLATE BINARY OR typeof("old"."c022") <> typeof("new"."c022")
  OR "old"."c023" IS NOT "new"."c023" COLLATE BINARY OR typeof("old"."c023") <> typeof("new"."c023")
  OR "old"."c024" IS NOT "new"."c024" COLLATE BINARY OR typeof("old"."c024") <> typeof("new"."c024")
  OR "old"."c025" IS NOT "new"."c025" COLLATE BINARY OR typeof("old"."c025") <> typeof("new"."c025")
  OR "old"."c026" IS NOT "new"."c026" COLLATE BINARY OR typeof("old"."c026") <> typeof("new"."c026")
  OR "old"."c027" IS NOT "new"."c027" COLLATE BINARY OR typeof("old"."c027") <> typeof("new"."c027")
  OR "old"."c028" IS NOT "new"."c028" COLLATE BINARY OR typeof("old"."c028") <> typeof("new"."c028")
  OR "old"."c029" IS NOT "new"."c029" COLLATE BINARY OR typeof("old"."c029") <> typeof("new"."c029")
  OR "old"."c030" IS NOT "new"."c030" COLLATE BINARY OR typeof("old"."c030") <> typeof("new"."c030")
  OR "old"."c031" IS NOT "new"."c031" COLLATE BINARY OR typeof("old"."c031") <> typeof("new"."c031")
  OR "old"."c032" IS NOT "new"."c032" COLLATE BINARY OR typeof("old"."c032") <> typeof("new"."c032")
  OR "old"."c033" IS NOT "new"."c033" COLLATE BINARY OR typeof("old"."c033") <> typeof("new"."c033")
  OR "old"."c034" IS NOT "new"."c034" COLLATE BINARY OR typeof("old"."c034") <> typeof("new"."c034")
  OR "old"."c035" IS NOT "new"."c035" COLLATE BINARY OR typeof("old"."c035") <> typeof("new"."c035")
  OR "old"."c036" IS NOT "new"."c036" COLLATE BINARY OR typeof("old"."c036") <> typeof("new"."c036")
  OR "old"."c037" IS NOT "new"."c037" COLLATE BINARY OR typeof("old"."c037") <> typeof("new"."c037")
  OR "old"."c038" IS NOT "new"."c038" COLLATE BINARY OR typeof("old"."c038") <> typeof("new"."c038")
  OR "old"."c039" IS NOT "new"."c039" COLLATE BINARY OR typeof("old"."c039") <> typeof("new"."c039")
  OR "old"."c040" IS NOT "new"."c040" COLLATE BINARY OR typeof("old"."c040") <> typeof("new"."c040")
  OR "old"."c041" IS NOT "new"."c041" COLLATE BINARY OR typeof("old"."c041") <> typeof("new"."c041")
  OR "old"."c042" IS NOT "new"."c042" COLLATE BINARY OR typeof("old"."c042") <> typeof("new"."c042")
  OR "old"."c043" IS NOT "new"."c043" COLLATE BINARY OR typeof("old"."c043") <> typeof("new"."c043")
  OR "old"."c044" IS NOT "new"."c044" COLLATE BINARY OR typeof("old"."c044") <> typeof("new"."c044")
  OR "old"."c045" IS NOT "new"."c045" COLLATE BINARY OR typeof("old"."c045") <> typeof("new"."c045")
  OR "old"."c046" IS NOT "new"."c046" COLLATE BINARY OR typeof("old"."c046") <> typeof("new"."c046")
  OR "old"."c047" IS NOT "new"."c047" COLLATE BINARY OR typeof("old"."c047") <> typeof("new"."c047")
  OR "old"."c048" IS NOT "new"."c048" COLLATE BINARY OR typeof("old"."c048") <> typeof("new"."c048")
  OR "old"."c049" IS NOT "new"."c049" COLLATE BINARY OR typeof("old"."c049") <> typeof("new"."c049")
  OR "old"."c050" IS NOT "new"."c050" COLLATE BINARY OR typeof("old"."c050") <> typeof("new"."c050")
  OR "old"."c051" IS NOT "new"."c051" COLLATE BINARY OR typeof("old"."c051") <> typeof("new"."c051")
  OR "old"."c052" IS NOT "new"."c052" COLLATE BINARY OR typeof("old"."c052") <> typeof("new"."c052")
  OR "old"."c053" IS NOT "new"."c053" COLLATE BINARY OR typeof("old"."c053") <> typeof("new"."c053")
  OR "old"."c054" IS NOT "new"."c054" COLLATE BINARY OR typeof("old"."c054") <> typeof("new"."c054")
  OR "old"."c055" IS NOT "new"."c055" COLLATE BINARY OR typeof("old"."c055") <> typeof("new"."c055")
  OR "old"."c056" IS NOT "new"."c056" COLLATE BINARY OR typeof("old"."c056") <> typeof("new"."c056")
  OR "old"."c057" IS NOT "new"."c057" COLLATE BINARY OR typeof("old"."c057") <> typeof("new"."c057")
  OR "old"."c058" IS NOT "new"."c058" COLLATE BINARY OR typeof("old"."c058") <> typeof("new"."c058")
  OR "old"."c059" IS NOT "new"."c059" COLLATE BINARY OR typeof("old"."c059") <> typeof("new"."c059")
  OR "old"."c060" IS NOT "new"."c060" COLLATE BINARY OR typeof("old"."c060") <> typeof("new"."c060")
  OR "old"."c061" IS NOT "new"."c061" COLLATE BINARY OR typeof("old"."c061") <> typeof("new"."c061")
  OR "old"."c062" IS NOT "new"."c062" COLLATE BINARY OR typeof("old"."c062") <> typeof("new"."c062")
  OR "old"."c063" IS NOT "new"."c063" COLLATE BINARY OR typeof("old"."c063") <> typeof("new"."c063")
  OR "old"."c064" IS NOT "new"."c064" COLLATE BINARY OR typeof("old"."c064") <> typeof("new"."c064")
  OR "old"."c065" IS NOT "new"."c065" COLLATE BINARY OR typeof("old"."c065") <> typeof("new"."c065")
  OR "old"."c066" IS NOT "new"."c066" COLLATE BINARY OR typeof("old"."c066") <> typeof("new"."c066")
  OR "old"."c067" IS NOT "new"."c067" COLLATE BINARY OR typeof("old"."c067") <> typeof("new"."c067")
  OR "old"."c068" IS NOT "new"."c068" COLLATE BINARY OR typeof("old"."c068") <> typeof("new"."c068")
  OR "old"."c069" IS NOT "new"."c069" COLLATE BINARY OR typeof("old"."c069") <> typeof("new"."c069")
  OR "old"."c070" IS NOT "new"."c070" COLLATE BINARY OR typeof("old"."c070") <> typeof("new"."c070")
  OR "old"."c071" IS NOT "new"."c071" COLLATE BINARY OR typeof("old"."c071") <> typeof("new"."c071")
  OR "old"."c072" IS NOT "new"."c072" COLLATE BINARY OR typeof("old"."c072") <> typeof("new"."c072")
  OR "old"."c073" IS NOT "new"."c073" COLLATE BINARY OR typeof("old"."c073") <> typeof("new"."c073")
  OR "old"."c074" IS NOT "new"."c074" COLLATE BINARY OR typeof("old"."c074") <> typeof("new"."c074")
  OR "old"."c075" IS NOT "new"."c075" COLLATE BINARY OR typeof("old"."c075") <> typeof("new"."c075")
  OR "old"."c076" IS NOT "new"."c076" COLLATE BINARY OR typeof("old"."c076") <> typeof("new"."c076")
  OR "old"."c077" IS NOT "new"."c077" COLLATE BINARY OR typeof("old"."c077") <> typeof("new"."c077")
  OR "old"."c078" IS NOT "new"."c078" COLLATE BINARY OR typeof("old"."c078") <> typeof("new"."c078")
  OR "old"."c079" IS NOT "new"."c079" COLLATE BINARY OR typeof("old"."c079") <> typeof("new"."c079")
  OR "old"."c080" IS NOT "new"."c080" COLLATE BINARY OR typeof("old"."c080") <> typeof("new"."c080")
  OR "old"."c081" IS NOT "new"."c081" COLLATE BINARY OR typeof("old"."c081") <> typeof("new"."c081")
  OR "old"."c082" IS NOT "new"."c082" COLLATE BINARY OR typeof("old"."c082") <> typeof("new"."c082")
  OR "old"."c083" IS NOT "new"."c083" COLLATE BINARY OR typeof("old"."c083") <> typeof("new"."c083")
  OR "old"."c084" IS NOT "new"."c084" COLLATE BINARY OR typeof("old"."c084") <> typeof("new"."c084")
  OR "old"."c085" IS NOT "new"."c085" COLLATE BINARY OR typeof("old"."c085") <> typeof("new"."c085")
  OR "old"."c086" IS NOT "new"."c086" COLLATE BINARY OR typeof("old"."c086") <> typeof("new"."c086")
  OR "old"."c087" IS NOT "new"."c087" COLLATE BINARY OR typeof("old"."c087") <> typeof("new"."c087")
  OR "old"."c088" IS NOT "new"."c088" COLLATE BINARY OR typeof("old"."c088") <> typeof("new"."c088")
  OR "old"."c089" IS NOT "new"."c089" COLLATE BINARY OR typeof("old"."c089") <> typeof("new"."c089")
  OR "old"."c090" IS NOT "new"."c090" COLLATE BINARY OR typeof("old"."c090") <> typeof("new"."c090")
  OR "old"."c091" IS NOT "new"."c091" COLLATE BINARY OR typeof("old"."c091") <> typeof("new"."c091")
  OR "old"."c092" IS NOT "new"."c092" COLLATE BINARY OR typeof("old"."c092") <> typeof("new"."c092")
  OR "old"."c093" IS NOT "new"."c093" COLLATE BINARY OR typeof("old"."c093") <> typeof("new"."c093")
  OR "old"."c094" IS NOT "new"."c094" COLLATE BINARY OR typeof("old"."c094") <> typeof("new"."c094")
  OR "old"."c095" IS NOT "new"."c095" COLLATE BINARY OR typeof("old"."c095") <> typeof("new"."c095")
  OR "old"."c096" IS NOT "new"."c096" COLLATE BINARY OR typeof("old"."c096") <> typeof("new"."c096")
  OR "old"."c097" IS NOT "new"."c097" COLLATE BINARY OR typeof("old"."c097") <> typeof("new"."c097")
  OR "old"."c098" IS NOT "new"."c098" COLLATE BINARY OR typeof("old"."c098") <> typeof("new"."c098")
  OR "old"."c099" IS NOT "new"."c099" COLLATE BINARY OR typeof("old"."c099") <> typeof("new"."c099")
  OR "old"."c100" IS NOT "new"."c100" COLLATE BINARY OR typeof("old"."c100") <> typeof("new"."c100")
  OR "old"."c101" IS NOT "new"."c101" COLLATE BINARY OR typeof("old"."c101") <> typeof("new"."c101")
  OR "old"."c102" IS NOT "new"."c102" COLLATE BINARY OR typeof("old"."c102") <> typeof("new"."c102")
  OR "old"."c103" IS NOT "new"."c103" COLLATE BINARY OR typeof("old"."c103") <> typeof("new"."c103")
  OR "old"."c104" IS NOT "new"."c104" COLLATE BINARY OR typeof("old"."c104") <> typeof("new"."c104")
  OR "old"."c105" IS NOT "new"."c105" COLLATE BINARY OR typeof("old"."c105") <> typeof("new"."c105")
  OR "old"."c106" IS NOT "new"."c106" COLLATE BINARY OR typeof("old"."c106") <> typeof("new"."c106")
  OR "old"."c107" IS NOT "new"."c107" COLLATE BINARY OR typeof("old"."c107") <> typeof("new"."c107")
  OR "old"."c108" IS NOT "new"."c108" COLLATE BINARY OR typeof("old"."c108") <> typeof("new"."c108")
  OR "old"."c109" IS NOT "new"."c109" COLLATE BINARY OR typeof("old"."c109") <> typeof("new"."c109")
  OR "old"."c110" IS NOT "new"."c110" COLLATE BINARY OR typeof("old"."c110") <> typeof("new"."c110")
  OR "old"."c111" IS NOT "new"."c111" COLLATE BINARY OR typeof("old"."c111") <> typeof("new"."c111")
  OR "old"."c112" IS NOT "new"."c112" COLLATE BINARY OR typeof("old"."c112") <> typeof("new"."c112")
  OR "old"."c113" IS NOT "new"."c113" COLLATE BINARY OR typeof("old"."c113") <> typeof("new"."c113")
  OR "old"."c114" IS NOT "new"."c114" COLLATE BINARY OR typeof("old"."c114") <> typeof("new"."c114")
  OR "old"."c115" IS NOT "new"."c115" COLLATE BINARY OR typeof("old"."c115") <> typeof("new"."c115")
  OR "old"."c116" IS NOT "new"."c116" COLLATE BINARY OR typeof("old"."c116") <> typeof("new"."c116")
  OR "old"."c117" IS NOT "new"."c117" COLLATE BINARY OR typeof("old"."c117") <> typeof("new"."c117")
  OR "old"."c118" IS NOT "new"."c118" COLLATE BINARY OR typeof("old"."c118") <> typeof("new"."c118")
  OR "old"."c119" IS NOT "new"."c119" COLLATE BINARY OR typeof("old"."c119") <> typeof("new"."c119")
  OR "old"."c120" IS NOT "new"."c120" COLLATE BINARY OR typeof("old"."c120") <> typeof("new"."c120")
  OR "old"."c121" IS NOT "new"."c121" COLLATE BINARY OR typeof("old"."c121") <> typeof("new"."c121")
  OR "old"."c122" IS NOT "new"."c122" COLLATE BINARY OR typeof("old"."c122") <> typeof("new"."c122")
  OR "old"."c123" IS NOT "new"."c123" COLLATE BINARY OR typeof("old"."c123") <> typeof("new"."c123")
  OR "old"."c124" IS NOT "new"."c124" COLLATE BINARY OR typeof("old"."c124") <> typeof("new"."c124")
  OR "old"."c125" IS NOT "new"."c125" COLLATE BINARY OR typeof("old"."c125") <> typeof("new"."c125")
  OR "old"."c126" IS NOT "new"."c126" COLLATE BINARY OR typeof("old"."c126") <> typeof("new"."c126")
  OR "old"."c127" IS NOT "new"."c127" COLLATE BINARY OR typeof("old"."c127") <> typeof("new"."c127")
  OR "old"."c128" IS NOT "new"."c128" COLLATE BINARY OR typeof("old"."c128") <> typeof("new"."c128")
  OR "old"."c129" IS NOT "new"."c129" COLLATE BINARY OR typeof("old"."c129") <> typeof("new"."c129")
  OR "old"."c130" IS NOT "new"."c130" COLLATE BINARY OR typeof("old"."c130") <> typeof("new"."c130")
  OR "old"."c131" IS NOT "new"."c131" COLLATE BINARY OR typeof("old"."c131") <> typeof("new"."c131")
  OR "old"."c132" IS NOT "new"."c132" COLLATE BINARY OR typeof("old"."c132") <> typeof("new"."c132")
  OR "old"."c133" IS NOT "new"."c133" COLLATE BINARY OR typeof("old"."c133") <> typeof("new"."c133")
  OR "old"."c134" IS NOT "new"."c134" COLLATE BINARY OR typeof("old"."c134") <> typeof("new"."c134")
  OR "old"."c135" IS NOT "new"."c135" COLLATE BINARY OR typeof("old"."c135") <> typeof("new"."c135")
  OR "old"."c136" IS NOT "new"."c136" COLLATE BINARY OR typeof("old"."c136") <> typeof("new"."c136")
  OR "old"."c137" IS NOT "new"."c137" COLLATE BINARY OR typeof("old"."c137") <> typeof("new"."c137")
  OR "old"."c138" IS NOT "new"."c138" COLLATE BINARY OR typeof("old"."c138") <> typeof("new"."c138")
  OR "old"."c139" IS NOT "new"."c139" COLLATE BINARY OR typeof("old"."c139") <> typeof("new"."c139")
  OR "old"."c140" IS NOT "new"."c140" COLLATE BINARY OR typeof("old"."c140") <> typeof("new"."c140")
  OR "old"."c141" IS NOT "new"."c141" COLLATE BINARY OR typeof("old"."c141") <> typeof("new"."c141")
  OR "old"."c142" IS NOT "new"."c142" COLLATE BINARY OR typeof("old"."c142") <> typeof("new"."c142")
  OR "old"."c143" IS NOT "new"."c143" COLLATE BINARY OR typeof("old"."c143") <> typeof("new"."c143")
  OR "old"."c144" IS NOT "new"."c144" COLLATE BINARY OR typeof("old"."c144") <> typeof("new"."c144")
  OR "old"."c145" IS NOT "new"."c145" COLLATE BINARY OR typeof("old"."c145") <> typeof("new"."c145")
  OR "old"."c146" IS NOT "new"."c146" COLLATE BINARY OR typeof("old"."c146") <> typeof("new"."c146")
  OR "old"."c147" IS NOT "new"."c147" COLLATE BINARY OR typeof("old"."c147") <> typeof("new"."c147")
  OR "old"."c148" IS NOT "new"."c148" COLLATE BINARY OR typeof("old"."c148") <> typeof("new"."c148")
  OR "old"."c149" IS NOT "new"."c149" COLLATE BINARY OR typeof("old"."c149") <> typeof("new"."c149")
  OR "old"."c150" IS NOT "new"."c150" COLLATE BINARY OR typeof("old"."c150") <> typeof("new"."c150")
  OR "old"."c151" IS NOT "new"."c151" COLLATE BINARY OR typeof("old"."c151") <> typeof("new"."c151")
  OR "old"."c152" IS NOT "new"."c152" COLLATE BINARY OR typeof("old"."c152") <> typeof("new"."c152")
  OR "old"."c153" IS NOT "new"."c153" COLLATE BINARY OR typeof("old"."c153") <> typeof("new"."c153")
  OR "old"."c154" IS NOT "new"."c154" COLLATE BINARY OR typeof("old"."c154") <> typeof("new"."c154")
  OR "old"."c155" IS NOT "new"."c155" COLLATE BINARY OR typeof("old"."c155") <> typeof("new"."c155")
  OR "old"."c156" IS NOT "new"."c156" COLLATE BINARY OR typeof("old"."c156") <> typeof("new"."c156")
  OR "old"."c157" IS NOT "new"."c157" COLLATE BINARY OR typeof("old"."c157") <> typeof("new"."c157")
  OR "old"."c158" IS NOT "new"."c158" COLLATE BINARY OR typeof("old"."c158") <> typeof("new"."c158")
  OR "old"."c159" IS NOT "new"."c159" COLLATE BINARY OR typeof("old"."c159") <> typeof("new"."c159")
  OR "old"."c160" IS NOT "new"."c160" COLLATE BINARY OR typeof("old"."c160") <> typeof("new"."c160")
  OR "old"."c161" IS NOT "new"."c161" COLLATE BINARY OR typeof("old"."c161") <> typeof("new"."c161")
  OR "old"."c162" IS NOT "new"."c162" COLLATE BINARY OR typeof("old"."c162") <> typeof("new"."c162")
  OR "old"."c163" IS NOT "new"."c163" COLLATE BINARY OR typeof("old"."c163") <> typeof("new"."c163")
  OR "old"."c164" IS NOT "new"."c164" COLLATE BINARY OR typeof("old"."c164") <> typeof("new"."c164")
  OR "old"."c165" IS NOT "new"."c165" COLLATE BINARY OR typeof("old"."c165") <> typeof("new"."c165")
  OR "old"."c166" IS NOT "new"."c166" COLLATE BINARY OR typeof("old"."c166") <> typeof("new"."c166")
  OR "old"."c167" IS NOT "new"."c167" COLLATE BINARY OR typeof("old"."c167") <> typeof("new"."c167")
  OR "old"."c168" IS NOT "new"."c168" COLLATE BINARY OR typeof("old"."c168") <> typeof("new"."c168")
  OR "old"."c169" IS NOT "new"."c169" COLLATE BINARY OR typeof("old"."c169") <> typeof("new"."c169")
  OR "old"."c170" IS NOT "new"."c170" COLLATE BINARY OR typeof("old"."c170") <> typeof("new"."c170")
  OR "old"."c171" IS NOT "new"."c171" COLLATE BINARY OR typeof("old"."c171") <> typeof("new"."c171")
  OR "old"."c172" IS NOT "new"."c172" COLLATE BINARY OR typeof("old"."c172") <> typeof("new"."c172")
  OR "old"."c173" IS NOT "new"."c173" COLLATE BINARY OR typeof("old"."c173") <> typeof("new"."c173")
  OR "old"."c174" IS NOT "new"."c174" COLLATE BINARY OR typeof("old"."c174") <> typeof("new"."c174")
  OR "old"."c175" IS NOT "new"."c175" COLLATE BINARY OR typeof("old"."c175") <> typeof("new"."c175")
  OR "old"."c176" IS NOT "new"."c176" COLLATE BINARY OR typeof("old"."c176") <> typeof("new"."c176")
  OR "old"."c177" IS NOT "new"."c177" COLLATE BINARY OR typeof("old"."c177") <> typeof("new"."c177")
  OR "old"."c178" IS NOT "new"."c178" COLLATE BINARY OR typeof("old"."c178") <> typeof("new"."c178")
  OR "old"."c179" IS NOT "new"."c179" COLLATE BINARY OR typeof("old"."c179") <> typeof("new"."c179")
  OR "old"."c180" IS NOT "new"."c180" COLLATE BINARY OR typeof("old"."c180") <> typeof("new"."c180")
  OR "old"."c181" IS NOT "new"."c181" COLLATE BINARY OR typeof("old"."c181") <> typeof("new"."c181")
  OR "old"."c182" IS NOT "new"."c182" COLLATE BINARY OR typeof("old"."c182") <> typeof("new"."c182")
  OR "old"."c183" IS NOT "new"."c183" COLLATE BINARY OR typeof("old"."c183") <> typeof("new"."c183")
  OR "old"."c184" IS NOT "new"."c184" COLLATE BINARY OR typeof("old"."c184") <> typeof("new"."c184")
  OR "old"."c185" IS NOT "new"."c185" COLLATE BINARY OR typeof("old"."c185") <> typeof("new"."c185")
  OR "old"."c186" IS NOT "new"."c186" COLLATE BINARY OR typeof("old"."c186") <> typeof("new"."c186")
  OR "old"."c187" IS NOT "new"."c187" COLLATE BINARY OR typeof("old"."c187") <> typeof("new"."c187")
  OR "old"."c188" IS NOT "new"."c188" COLLATE BINARY OR typeof("old"."c188") <> typeof("new"."c188")
  OR "old"."c189" IS NOT "new"."c189" COLLATE BINARY OR typeof("old"."c189") <> typeof("new"."c189")
  OR "old"."c190" IS NOT "new"."c190" COLLATE BINARY OR typeof("old"."c190") <> typeof("new"."c190")
  OR "old"."c191" IS NOT "new"."c191" COLLATE BINARY OR typeof("old"."c191") <> typeof("new"."c191")
  OR "old"."c192" IS NOT "new"."c192" COLLATE BINARY OR typeof("old"."c192") <> typeof("new"."c192")
  OR "old"."c193" IS NOT "new"."c193" COLLATE BINARY OR typeof("old"."c193") <> typeof("new"."c193")
  OR "old"."c194" IS NOT "new"."c194" COLLATE BINARY OR typeof("old"."c194") <> typeof("new"."c194")
  OR "old"."c195" IS NOT "new"."c195" COLLATE BINARY OR typeof("old"."c195") <> typeof("new"."c195")
  OR "old"."c196" IS NOT "new"."c196" COLLATE BINARY OR typeof("old"."c196") <> typeof("new"."c196")
  OR "old"."c197" IS NOT "new"."c197" COLLATE BINARY OR typeof("old"."c197") <> typeof("new"."c197")
  OR "old"."c198" IS NOT "new"."c198" COLLATE BINARY OR typeof("old"."c198") <> typeof("new"."c198")
  OR "old"."c199" IS NOT "new"."c199" COLLATE BINARY OR typeof("old"."c199") <> typeof("new"."c199"));

--@ step rebuild-drop wide
DROP TABLE "wide";

--@ step rebuild-rename wide
ALTER TABLE "__trueup_wide" RENAME TO "wide";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table wide
--= CREATE TABLE wide (
--=   id INTEGER PRIMARY KEY,
--=   c001 TEXT,
--=   c002 INTEGER,
--=   c003 TEXT,
--=   c004 INTEGER,
--=   c005 TEXT,
--=   c006 INTEGER,
--=   c007 TEXT,
--=   c008 INTEGER,
--=   c009 TEXT,
--=   c010 INTEGER,
--=   c011 TEXT,
--=   c012 INTEGER,
--=   c013 TEXT,
--=   c014 INTEGER,
--=   c015 TEXT,
--=   c016 INTEGER,
--=   c017 TEXT,
--=   c018 INTEGER,
--=   c019 TEXT,
--=   c020 INTEGER,
--=   c021 TEXT,
--=   c022 INTEGER,
--=   c023 TEXT,
--=   c024 INTEGER,
--=   c025 TEXT,
--=   c026 INTEGER,
--=   c027 TEXT,
--=   c028 INTEGER,
--=   c029 TEXT,
--=   c030 INTEGER,
--=   c031 TEXT,
--=   c032 INTEGER,
--=   c033 TEXT,
--=   c034 INTEGER,
--=   c035 TEXT,
--=   c036 INTEGER,
--=   c037 TEXT,
--=   c038 INTEGER,
--=   c039 TEXT,
--=   c040 INTEGER,
--=   c041 TEXT,
--=   c042 INTEGER,
--=   c043 TEXT,
--=   c044 INTEGER,
--=   c045 TEXT,
--=   c046 INTEGER,
--=   c047 TEXT,
--=   c048 INTEGER,
--=   c049 TEXT,
--=   c050 INTEGER,
--=   c051 TEXT,
--=   c052 INTEGER,
--=   c053 TEXT,
--=   c054 INTEGER,
--=   c055 TEXT,
--=   c056 INTEGER,
--=   c057 TEXT,
--=   c058 INTEGER,
--=   c059 TEXT,
--=   c060 INTEGER,
--=   c061 TEXT,
--=   c062 INTEGER,
--=   c063 TEXT,
--=   c064 INTEGER,
--=   c065 TEXT,
--=   c066 INTEGER,
--=   c067 TEXT,
--=   c068 INTEGER,
--=   c069 TEXT,
--=   c070 INTEGER,
--=   c071 TEXT,
--=   c072 INTEGER,
--=   c073 TEXT,
--=   c074 INTEGER,
--=   c075 TEXT,
--=   c076 INTEGER,
--=   c077 TEXT,
--=   c078 INTEGER,
--=   c079 TEXT,
--=   c080 INTEGER,
--=   c081 TEXT,
--=   c082 INTEGER,
--=   c083 TEXT,
--=   c084 INTEGER,
--=   c085 TEXT,
--=   c086 INTEGER,
--=   c087 TEXT,
--=   c088 INTEGER,
--=   c089 TEXT,
--=   c090 INTEGER,
--=   c091 TEXT,
--=   c092 INTEGER,
--=   c093 TEXT,
--=   c094 INTEGER,
--=   c095 TEXT,
--=   c096 INTEGER,
--=   c097 TEXT,
--=   c098 INTEGER,
--=   c099 TEXT,
--=   c100 INTEGER,
--=   c101 TEXT,
--=   c102 INTEGER,
--=   c103 TEXT,
--=   c104 INTEGER,
--=   c105 TEXT,
--=   c106 INTEGER,
--=   c107 TEXT,
--=   c108 INTEGER,
--=   c109 TEXT,
--=   c110 INTEGER,
--=   c111 TEXT,
--=   c112 INTEGER,
--=   c113 TEXT,
--=   c114 INTEGER,
--=   c115 TEXT,
--=   c116 INTEGER,
--=   c117 TEXT,
--=   c118 INTEGER,
--=   c119 TEXT,
--=   c120 INTEGER,
--=   c121 TEXT,
--=   c122 INTEGER,
--=   c123 TEXT,
--=   c124 INTEGER,
--=   c125 TEXT,
--=   c126 INTEGER,
--=   c127 TEXT,
--=   c128 INTEGER,
--=   c129 TEXT,
--=   c130 INTEGER,
--=   c131 TEXT,
--=   c132 INTEGER,
--=   c133 TEXT,
--=   c134 INTEGER,
--=   c135 TEXT,
--=   c136 INTEGER,
--=   c137 TEXT,
--=   c138 INTEGER,
--=   c139 TEXT,
--=   c140 INTEGER,
--=   c141 TEXT,
--=   c142 INTEGER,
--=   c143 TEXT,
--=   c144 INTEGER,
--=   c145 TEXT,
--=   c146 INTEGER,
--=   c147 TEXT,
--=   c148 INTEGER,
--=   c149 TEXT,
--=   c150 INTEGER,
--=   c151 TEXT,
--=   c152 INTEGER,
--=   c153 TEXT,
--=   c154 INTEGER,
--=   c155 TEXT,
--=   c156 INTEGER,
--=   c157 TEXT,
--=   c158 INTEGER,
--=   c159 TEXT,
--=   c160 INTEGER,
--=   c161 TEXT,
--=   c162 INTEGER,
--=   c163 TEXT,
--=   c164 INTEGER,
--=   c165 TEXT,
--=   c166 INTEGER,
--=   c167 TEXT,
--=   c168 INTEGER,
--=   c169 TEXT,
--=   c170 INTEGER,
--=   c171 TEXT,
--=   c172 INTEGER,
--=   c173 TEXT,
--=   c174 INTEGER,
--=   c175 TEXT,
--=   c176 INTEGER,
--=   c177 TEXT,
--=   c178 INTEGER,
--=   c179 TEXT,
--=   c180 INTEGER,
--=   c181 TEXT,
--=   c182 INTEGER,
--=   c183 TEXT,
--=   c184 INTEGER,
--=   c185 TEXT,
--=   c186 INTEGER,
--=   c187 TEXT,
--=   c188 INTEGER,
--=   c189 TEXT,
--=   c190 INTEGER,
--=   c191 TEXT,
--=   c192 INTEGER,
--=   c193 TEXT,
--=   c194 INTEGER,
--=   c195 TEXT,
--=   c196 INTEGER,
--=   c197 TEXT,
--=   c198 INTEGER,
--=   c199 TEXT
--= )
--@ seal sha256:2d2dcd6e094a45941b84baff3c6d68e39cce8d143226424cddd596492e959ebf
